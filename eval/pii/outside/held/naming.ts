import type { Naming } from '../naming.ts';

/** How the held half calls things. */
export const NAMING: Naming = {
  phone: {
    keys: [
      'user phone number',
      'mobile',
      'cell phone',
      'shipping telephone',
      'sms recipient',
      'celular',
      'handynummer',
      'telefone contato',
      'fax number',
    ],
    words: ['phone number', 'cell', 'mobile number', 'telephone number'],
  },
  card: {
    keys: ['debit card no', 'credit card', 'customer card number', 'primary account number'],
    words: ['debit card', 'payment card', 'card no'],
  },
  iban: { keys: ['iban', 'creditor iban', 'beneficiary account'], words: ['IBAN', 'bank account'] },
  email: { keys: ['user mail', 'reply to', 'subscriber', 'username'], words: ['mail', 'recipient', 'address'] },
  fullName: { keys: ['account holder', 'full name', 'passenger name', 'employee name', 'beneficiary name'], words: [] },
  firstName: { keys: ['first name', 'forename', 'user given name'], words: [] },
  lastName: { keys: ['last name', 'customer surname', 'lastname'], words: [] },
  birthDate: { keys: ['dob', 'member birthdate', 'birth day', 'applicant date of birth'], words: [] },
  street: { keys: ['shipping street', 'street address', 'delivery address line 1'], words: [] },
  address: { keys: ['billing address', 'residential address', 'delivery address', 'mailing address'], words: [] },
};

import type { Naming } from '../naming.ts';

/** How the open half calls things. */
export const NAMING: Naming = {
  phone: {
    keys: [
      'customer phone',
      'contact mobile',
      'recipient tel',
      'billing phone number',
      'msisdn',
      'telefon',
      'telefono',
      'whatsapp',
      'caller number',
    ],
    words: ['phone', 'mobile', 'tel', 'telephone'],
  },
  card: {
    keys: ['card number', 'payment card', 'billing credit card number', 'cc number'],
    words: ['card', 'credit card', 'card number'],
  },
  iban: { keys: ['payee iban', 'bank account', 'debtor account iban'], words: ['IBAN', 'account'] },
  email: { keys: ['customer email', 'contact', 'login', 'user name'], words: ['email', 'user', 'account'] },
  fullName: {
    keys: ['customer full name', 'patient name', 'cardholder name', 'recipient name', 'user display name'],
    words: [],
  },
  firstName: { keys: ['customer first name', 'given name', 'firstname'], words: [] },
  lastName: { keys: ['customer last name', 'family name', 'surname'], words: [] },
  birthDate: { keys: ['customer birth date', 'date of birth', 'patient dob', 'birthday'], words: [] },
  street: { keys: ['customer street', 'billing street address', 'address line1'], words: [] },
  address: { keys: ['shipping address', 'customer postal address', 'home address'], words: [] },
};

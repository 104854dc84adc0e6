import type { PhoneFormats } from '../phones.ts';

/** Phone numbers as people of these countries write them. */
export const PHONES: readonly PhoneFormats[] = [
  {
    country: 'AT',
    international: ['+43 664 #######', '+43 (0)1 5######'],
    national: ['0664 #######', '0664/#######', '01 5######'],
  },
  { country: 'BE', international: ['+32 47# ## ## ##'], national: ['047# ## ## ##', '047#/##.##.##', '02 5## ## ##'] },
  { country: 'DK', international: ['+45 28 ## ## ##'], national: ['28 ## ## ##', '28######'] },
  { country: 'FI', international: ['+358 40 #######'], national: ['040 #######', '040-#######', '09 4######'] },
  { country: 'NO', international: ['+47 40# ## ###'], national: ['40# ## ###', '22 2# ## ##'] },
  { country: 'IE', international: ['+353 87 ### ####'], national: ['087 ### ####', '(01) 4## ####'] },
  {
    country: 'ES',
    international: ['+34 61# ### ###', '+34 91 5## ## ##'],
    national: ['61# ### ###', '61# ## ## ##', '91 5## ## ##'],
  },
  {
    country: 'IT',
    international: ['+39 347 ### ####', '+39 02 4### ####'],
    national: ['347 ### ####', '347#######', '02 4### ####'],
  },
  { country: 'PT', international: ['+351 91# ### ###'], national: ['91# ### ###', '21 3## ## ##'] },
  { country: 'HU', international: ['+36 30 ### ####'], national: ['06 30 ### ####', '06-1-3##-####'] },
  { country: 'RO', international: ['+40 72# ### ###'], national: ['072# ### ###', '021 3## ####'] },
  { country: 'UA', international: ['+380 67 ### ## ##'], national: ['067 ### ## ##', '(067) ###-##-##'] },
  {
    country: 'RU',
    international: ['+7 916 ###-##-##', '+7 (495) 7##-##-##'],
    national: ['8 (916) ###-##-##', '8-916-###-##-##', '8 495 7## ## ##'],
  },
  { country: 'CN', international: ['+86 138 #### ####'], national: ['138 #### ####', '138########', '010-6### ####'] },
  { country: 'HK', international: ['+852 94## ####'], national: ['94## ####', '25## ####'] },
  { country: 'SG', international: ['+65 91## ####'], national: ['91## ####', '62## ####'] },
  { country: 'IL', international: ['+972 50-2##-####', '+972 3-5##-####'], national: ['050-2##-####', '03-5##-####'] },
  { country: 'NG', international: ['+234 803 ### ####'], national: ['0803 ### ####', '0803#######'] },
  { country: 'KE', international: ['+254 712 ######'], national: ['0712 ######', '0712-######'] },
  { country: 'AR', international: ['+54 9 11 5### ####'], national: ['011 15 5###-####', '11 5###-####'] },
  { country: 'NZ', international: ['+64 21 2## ####'], national: ['021 2## ####', '(09) 3## ####'] },
];

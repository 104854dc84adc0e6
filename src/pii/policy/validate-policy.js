// Made by ajv from policy-schema.ts; `npx vitest run test/pii/policy-file.test.ts --update` makes it anew.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
"use strict";
export const validate = validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:tracewright:pii-policy","title":"A PII policy of tracewright","type":"object","properties":{"$schema":{"type":"string","description":"Where this schema is, for editors.","examples":["./node_modules/tracewright/pii-policy.schema.json"]},"levels":{"description":"How each kind counts. Default: error; ip is off, and gen-ai-content is warn.","type":"object","properties":{"birth-date":{"$ref":"#/definitions/level"},"card":{"$ref":"#/definitions/level"},"credential":{"$ref":"#/definitions/level"},"email":{"$ref":"#/definitions/level"},"gen-ai-content":{"$ref":"#/definitions/level"},"iban":{"$ref":"#/definitions/level"},"ip":{"$ref":"#/definitions/level"},"location":{"$ref":"#/definitions/level"},"name":{"$ref":"#/definitions/level"},"national-id":{"$ref":"#/definitions/level"},"phone":{"$ref":"#/definitions/level"},"private-key":{"$ref":"#/definitions/level"},"secret":{"$ref":"#/definitions/level"},"sensitive-attribute":{"$ref":"#/definitions/level"}},"additionalProperties":{"$ref":"#/definitions/level"},"examples":[{"ip":"error","phone":"warn","birth-date":"off"}]},"kinds":{"description":"Only these kinds count, each as an error. They take the place of levels. Default: all.","type":"array","items":{"type":"string","minLength":1,"description":"A kind.","examples":["gen-ai-content"]},"minItems":1,"examples":[["gen-ai-content"]]},"allow":{"description":"What may be there after all, and why.","type":"array","items":{"$ref":"#/definitions/allowance"},"examples":[[{"key":"user.email","value":"*@example.com","reason":"the seeded users"}]]},"patterns":{"description":"Patterns of your own.","type":"array","items":{"$ref":"#/definitions/pattern"},"examples":[[{"name":"customer-number","pattern":"KD-\\d{8}","words":["customer"]}]]},"strict":{"type":"boolean","description":"Whether an allowance that allows nothing fails the assertion.","default":false,"examples":[true]},"fingerprintKeyEnv":{"type":"string","pattern":"^[A-Za-z_]\\w{0,127}$","description":"The environment variable that holds the key of fingerprints. The key never stands in a policy.","default":"TRACEWRIGHT_FINGERPRINT_KEY","examples":["PII_FINGERPRINT_KEY"]}},"additionalProperties":false,"definitions":{"level":{"description":"error fails the assertion, warn is only told, off is not looked for.","enum":["error","warn","off"],"examples":["warn"]},"allowance":{"description":"All that is given must hold.","type":"object","properties":{"reason":{"type":"string","minLength":1,"description":"Why. It is told when the allowance allows nothing any more.","examples":["the seeded customers"]},"fingerprint":{"type":"string","pattern":"^(?:[0-9a-f]{16}|[0-9a-f]{32})$","description":"Of the value, as a finding has it. 32 digits need the key in the environment; 16 digits, of a random token, do not.","examples":["9b2f6a4c0d1e83b75c7741f09a6de258","5f1c09e2a7b3d846"]},"kind":{"type":"string","minLength":1,"description":"What was found.","examples":["email","card"]},"detector":{"type":"string","minLength":1,"description":"What found it.","examples":["payment-card"]},"key":{"description":"The attribute's key, or that of a part: a query parameter, a member of JSON, a column. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["user.email"]},"value":{"description":"The value itself. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["*@example.com",{"pattern":"^KD-0{8}$"}]},"path":{"description":"The place. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["attributes[\"url.full\"]*"]},"service":{"description":"The service. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["signup"]},"span":{"description":"The span's name. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["POST /signup"]},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}$","description":"The last day of the allowance, in UTC. From the next day on, the policy fails.","examples":["2027-03-01"]}},"required":["reason"],"minProperties":2,"additionalProperties":false},"pattern":{"type":"object","properties":{"name":{"type":"string","minLength":1,"description":"Its own; findings and allowances name it.","examples":["customer-number"]},"kind":{"type":"string","minLength":1,"description":"What it finds. Default: its name.","examples":["national-id"]},"pattern":{"type":"string","minLength":1,"description":"In the syntax of RE2: no look-around, no back-references. Never the empty text.","examples":["KD-\\d{8}"]},"words":{"type":"array","items":{"type":"string","minLength":1,"description":"A single word, in any case.","examples":["customer"]},"minItems":1,"description":"Only under keys that have one of these words: customerNumber has customer and number.","examples":[["customer"]]}},"required":["name","pattern"],"additionalProperties":false}}};
const schema12 = {"description":"error fails the assertion, warn is only told, off is not looked for.","enum":["error","warn","off"],"examples":["warn"]};
const schema27 = {"description":"All that is given must hold.","type":"object","properties":{"reason":{"type":"string","minLength":1,"description":"Why. It is told when the allowance allows nothing any more.","examples":["the seeded customers"]},"fingerprint":{"type":"string","pattern":"^(?:[0-9a-f]{16}|[0-9a-f]{32})$","description":"Of the value, as a finding has it. 32 digits need the key in the environment; 16 digits, of a random token, do not.","examples":["9b2f6a4c0d1e83b75c7741f09a6de258","5f1c09e2a7b3d846"]},"kind":{"type":"string","minLength":1,"description":"What was found.","examples":["email","card"]},"detector":{"type":"string","minLength":1,"description":"What found it.","examples":["payment-card"]},"key":{"description":"The attribute's key, or that of a part: a query parameter, a member of JSON, a column. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["user.email"]},"value":{"description":"The value itself. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["*@example.com",{"pattern":"^KD-0{8}$"}]},"path":{"description":"The place. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["attributes[\"url.full\"]*"]},"service":{"description":"The service. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["signup"]},"span":{"description":"The span's name. Equal text, in which * stands for anything, or { \"pattern\": \"...\" } in the syntax of RE2.","anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"pattern":{"type":"string","minLength":1}},"required":["pattern"],"additionalProperties":false}],"examples":["POST /signup"]},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}$","description":"The last day of the allowance, in UTC. From the next day on, the policy fails.","examples":["2027-03-01"]}},"required":["reason"],"minProperties":2,"additionalProperties":false};
const schema28 = {"type":"object","properties":{"name":{"type":"string","minLength":1,"description":"Its own; findings and allowances name it.","examples":["customer-number"]},"kind":{"type":"string","minLength":1,"description":"What it finds. Default: its name.","examples":["national-id"]},"pattern":{"type":"string","minLength":1,"description":"In the syntax of RE2: no look-around, no back-references. Never the empty text.","examples":["KD-\\d{8}"]},"words":{"type":"array","items":{"type":"string","minLength":1,"description":"A single word, in any case.","examples":["customer"]},"minItems":1,"description":"Only under keys that have one of these words: customerNumber has customer and number.","examples":[["customer"]]}},"required":["name","pattern"],"additionalProperties":false};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^(?:[0-9a-f]{16}|[0-9a-f]{32})$", "u");
const pattern1 = new RegExp("^\\d{4}-\\d{2}-\\d{2}$", "u");
const pattern2 = new RegExp("^[A-Za-z_]\\w{0,127}$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="urn:tracewright:pii-policy" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((((key0 === "$schema") || (key0 === "levels")) || (key0 === "kinds")) || (key0 === "allow")) || (key0 === "patterns")) || (key0 === "strict")) || (key0 === "fingerprintKeyEnv"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.$schema !== undefined){
let data0 = data.$schema;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.$schema.type,parentSchema:schema11.properties.$schema,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.levels !== undefined){
let data1 = data.levels;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(!(func2.call(schema11.properties.levels.properties, key1))){
let data2 = data1[key1];
if(!(((data2 === "error") || (data2 === "warn")) || (data2 === "off"))){
const err2 = {instancePath:instancePath+"/levels/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data2};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
if(data1["birth-date"] !== undefined){
let data3 = data1["birth-date"];
if(!(((data3 === "error") || (data3 === "warn")) || (data3 === "off"))){
const err3 = {instancePath:instancePath+"/levels/birth-date",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data3};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data1.card !== undefined){
let data4 = data1.card;
if(!(((data4 === "error") || (data4 === "warn")) || (data4 === "off"))){
const err4 = {instancePath:instancePath+"/levels/card",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data4};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.credential !== undefined){
let data5 = data1.credential;
if(!(((data5 === "error") || (data5 === "warn")) || (data5 === "off"))){
const err5 = {instancePath:instancePath+"/levels/credential",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data5};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data1.email !== undefined){
let data6 = data1.email;
if(!(((data6 === "error") || (data6 === "warn")) || (data6 === "off"))){
const err6 = {instancePath:instancePath+"/levels/email",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data6};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1["gen-ai-content"] !== undefined){
let data7 = data1["gen-ai-content"];
if(!(((data7 === "error") || (data7 === "warn")) || (data7 === "off"))){
const err7 = {instancePath:instancePath+"/levels/gen-ai-content",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data7};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data1.iban !== undefined){
let data8 = data1.iban;
if(!(((data8 === "error") || (data8 === "warn")) || (data8 === "off"))){
const err8 = {instancePath:instancePath+"/levels/iban",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data8};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data1.ip !== undefined){
let data9 = data1.ip;
if(!(((data9 === "error") || (data9 === "warn")) || (data9 === "off"))){
const err9 = {instancePath:instancePath+"/levels/ip",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data9};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data1.location !== undefined){
let data10 = data1.location;
if(!(((data10 === "error") || (data10 === "warn")) || (data10 === "off"))){
const err10 = {instancePath:instancePath+"/levels/location",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data10};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data1.name !== undefined){
let data11 = data1.name;
if(!(((data11 === "error") || (data11 === "warn")) || (data11 === "off"))){
const err11 = {instancePath:instancePath+"/levels/name",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data11};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data1["national-id"] !== undefined){
let data12 = data1["national-id"];
if(!(((data12 === "error") || (data12 === "warn")) || (data12 === "off"))){
const err12 = {instancePath:instancePath+"/levels/national-id",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data12};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data1.phone !== undefined){
let data13 = data1.phone;
if(!(((data13 === "error") || (data13 === "warn")) || (data13 === "off"))){
const err13 = {instancePath:instancePath+"/levels/phone",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data13};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data1["private-key"] !== undefined){
let data14 = data1["private-key"];
if(!(((data14 === "error") || (data14 === "warn")) || (data14 === "off"))){
const err14 = {instancePath:instancePath+"/levels/private-key",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data14};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data1.secret !== undefined){
let data15 = data1.secret;
if(!(((data15 === "error") || (data15 === "warn")) || (data15 === "off"))){
const err15 = {instancePath:instancePath+"/levels/secret",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data15};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data1["sensitive-attribute"] !== undefined){
let data16 = data1["sensitive-attribute"];
if(!(((data16 === "error") || (data16 === "warn")) || (data16 === "off"))){
const err16 = {instancePath:instancePath+"/levels/sensitive-attribute",schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema12.enum},message:"must be equal to one of the allowed values",schema:schema12.enum,parentSchema:schema12,data:data16};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/levels",schemaPath:"#/properties/levels/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.levels.type,parentSchema:schema11.properties.levels,data:data1};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.kinds !== undefined){
let data17 = data.kinds;
if(Array.isArray(data17)){
if(data17.length < 1){
const err18 = {instancePath:instancePath+"/kinds",schemaPath:"#/properties/kinds/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.kinds,data:data17};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
const len0 = data17.length;
for(let i0=0; i0<len0; i0++){
let data18 = data17[i0];
if(typeof data18 === "string"){
if(data18.length < 1){
const err19 = {instancePath:instancePath+"/kinds/" + i0,schemaPath:"#/properties/kinds/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema11.properties.kinds.items,data:data18};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/kinds/" + i0,schemaPath:"#/properties/kinds/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.kinds.items.type,parentSchema:schema11.properties.kinds.items,data:data18};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/kinds",schemaPath:"#/properties/kinds/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.kinds.type,parentSchema:schema11.properties.kinds,data:data17};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.allow !== undefined){
let data19 = data.allow;
if(Array.isArray(data19)){
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(Object.keys(data20).length < 2){
const err22 = {instancePath:instancePath+"/allow/" + i1,schemaPath:"#/definitions/allowance/minProperties",keyword:"minProperties",params:{limit: 2},message:"must NOT have fewer than 2 properties",schema:2,parentSchema:schema27,data:data20};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data20.reason === undefined){
const err23 = {instancePath:instancePath+"/allow/" + i1,schemaPath:"#/definitions/allowance/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema27.required,parentSchema:schema27,data:data20};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
for(const key2 in data20){
if(!(func2.call(schema27.properties, key2))){
const err24 = {instancePath:instancePath+"/allow/" + i1,schemaPath:"#/definitions/allowance/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema27,data:data20};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data20.reason !== undefined){
let data21 = data20.reason;
if(typeof data21 === "string"){
if(data21.length < 1){
const err25 = {instancePath:instancePath+"/allow/" + i1+"/reason",schemaPath:"#/definitions/allowance/properties/reason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.reason,data:data21};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/allow/" + i1+"/reason",schemaPath:"#/definitions/allowance/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.reason.type,parentSchema:schema27.properties.reason,data:data21};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data20.fingerprint !== undefined){
let data22 = data20.fingerprint;
if(typeof data22 === "string"){
if(!pattern0.test(data22)){
const err27 = {instancePath:instancePath+"/allow/" + i1+"/fingerprint",schemaPath:"#/definitions/allowance/properties/fingerprint/pattern",keyword:"pattern",params:{pattern: "^(?:[0-9a-f]{16}|[0-9a-f]{32})$"},message:"must match pattern \""+"^(?:[0-9a-f]{16}|[0-9a-f]{32})$"+"\"",schema:"^(?:[0-9a-f]{16}|[0-9a-f]{32})$",parentSchema:schema27.properties.fingerprint,data:data22};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/allow/" + i1+"/fingerprint",schemaPath:"#/definitions/allowance/properties/fingerprint/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.fingerprint.type,parentSchema:schema27.properties.fingerprint,data:data22};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data20.kind !== undefined){
let data23 = data20.kind;
if(typeof data23 === "string"){
if(data23.length < 1){
const err29 = {instancePath:instancePath+"/allow/" + i1+"/kind",schemaPath:"#/definitions/allowance/properties/kind/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.kind,data:data23};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/allow/" + i1+"/kind",schemaPath:"#/definitions/allowance/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.kind.type,parentSchema:schema27.properties.kind,data:data23};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data20.detector !== undefined){
let data24 = data20.detector;
if(typeof data24 === "string"){
if(data24.length < 1){
const err31 = {instancePath:instancePath+"/allow/" + i1+"/detector",schemaPath:"#/definitions/allowance/properties/detector/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.detector,data:data24};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/allow/" + i1+"/detector",schemaPath:"#/definitions/allowance/properties/detector/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.detector.type,parentSchema:schema27.properties.detector,data:data24};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data20.key !== undefined){
let data25 = data20.key;
const _errs56 = errors;
let valid24 = false;
const _errs57 = errors;
if(typeof data25 === "string"){
if(data25.length < 1){
const err33 = {instancePath:instancePath+"/allow/" + i1+"/key",schemaPath:"#/definitions/allowance/properties/key/anyOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.key.anyOf[0],data:data25};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/allow/" + i1+"/key",schemaPath:"#/definitions/allowance/properties/key/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.key.anyOf[0].type,parentSchema:schema27.properties.key.anyOf[0],data:data25};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
var _valid0 = _errs57 === errors;
valid24 = valid24 || _valid0;
if(!valid24){
const _errs59 = errors;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.pattern === undefined){
const err35 = {instancePath:instancePath+"/allow/" + i1+"/key",schemaPath:"#/definitions/allowance/properties/key/anyOf/1/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema27.properties.key.anyOf[1].required,parentSchema:schema27.properties.key.anyOf[1],data:data25};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
for(const key3 in data25){
if(!(key3 === "pattern")){
const err36 = {instancePath:instancePath+"/allow/" + i1+"/key",schemaPath:"#/definitions/allowance/properties/key/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema27.properties.key.anyOf[1],data:data25};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data25.pattern !== undefined){
let data26 = data25.pattern;
if(typeof data26 === "string"){
if(data26.length < 1){
const err37 = {instancePath:instancePath+"/allow/" + i1+"/key/pattern",schemaPath:"#/definitions/allowance/properties/key/anyOf/1/properties/pattern/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.key.anyOf[1].properties.pattern,data:data26};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/allow/" + i1+"/key/pattern",schemaPath:"#/definitions/allowance/properties/key/anyOf/1/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.key.anyOf[1].properties.pattern.type,parentSchema:schema27.properties.key.anyOf[1].properties.pattern,data:data26};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/allow/" + i1+"/key",schemaPath:"#/definitions/allowance/properties/key/anyOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.properties.key.anyOf[1].type,parentSchema:schema27.properties.key.anyOf[1],data:data25};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
var _valid0 = _errs59 === errors;
valid24 = valid24 || _valid0;
}
if(!valid24){
const err40 = {instancePath:instancePath+"/allow/" + i1+"/key",schemaPath:"#/definitions/allowance/properties/key/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema27.properties.key.anyOf,parentSchema:schema27.properties.key,data:data25};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
else {
errors = _errs56;
if(vErrors !== null){
if(_errs56){
vErrors.length = _errs56;
}
else {
vErrors = null;
}
}
}
}
if(data20.value !== undefined){
let data27 = data20.value;
const _errs65 = errors;
let valid26 = false;
const _errs66 = errors;
if(typeof data27 === "string"){
if(data27.length < 1){
const err41 = {instancePath:instancePath+"/allow/" + i1+"/value",schemaPath:"#/definitions/allowance/properties/value/anyOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.value.anyOf[0],data:data27};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/allow/" + i1+"/value",schemaPath:"#/definitions/allowance/properties/value/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.value.anyOf[0].type,parentSchema:schema27.properties.value.anyOf[0],data:data27};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
var _valid1 = _errs66 === errors;
valid26 = valid26 || _valid1;
if(!valid26){
const _errs68 = errors;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.pattern === undefined){
const err43 = {instancePath:instancePath+"/allow/" + i1+"/value",schemaPath:"#/definitions/allowance/properties/value/anyOf/1/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema27.properties.value.anyOf[1].required,parentSchema:schema27.properties.value.anyOf[1],data:data27};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
for(const key4 in data27){
if(!(key4 === "pattern")){
const err44 = {instancePath:instancePath+"/allow/" + i1+"/value",schemaPath:"#/definitions/allowance/properties/value/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema27.properties.value.anyOf[1],data:data27};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data27.pattern !== undefined){
let data28 = data27.pattern;
if(typeof data28 === "string"){
if(data28.length < 1){
const err45 = {instancePath:instancePath+"/allow/" + i1+"/value/pattern",schemaPath:"#/definitions/allowance/properties/value/anyOf/1/properties/pattern/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.value.anyOf[1].properties.pattern,data:data28};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
else {
const err46 = {instancePath:instancePath+"/allow/" + i1+"/value/pattern",schemaPath:"#/definitions/allowance/properties/value/anyOf/1/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.value.anyOf[1].properties.pattern.type,parentSchema:schema27.properties.value.anyOf[1].properties.pattern,data:data28};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/allow/" + i1+"/value",schemaPath:"#/definitions/allowance/properties/value/anyOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.properties.value.anyOf[1].type,parentSchema:schema27.properties.value.anyOf[1],data:data27};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
var _valid1 = _errs68 === errors;
valid26 = valid26 || _valid1;
}
if(!valid26){
const err48 = {instancePath:instancePath+"/allow/" + i1+"/value",schemaPath:"#/definitions/allowance/properties/value/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema27.properties.value.anyOf,parentSchema:schema27.properties.value,data:data27};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
else {
errors = _errs65;
if(vErrors !== null){
if(_errs65){
vErrors.length = _errs65;
}
else {
vErrors = null;
}
}
}
}
if(data20.path !== undefined){
let data29 = data20.path;
const _errs74 = errors;
let valid28 = false;
const _errs75 = errors;
if(typeof data29 === "string"){
if(data29.length < 1){
const err49 = {instancePath:instancePath+"/allow/" + i1+"/path",schemaPath:"#/definitions/allowance/properties/path/anyOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.path.anyOf[0],data:data29};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
else {
const err50 = {instancePath:instancePath+"/allow/" + i1+"/path",schemaPath:"#/definitions/allowance/properties/path/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.path.anyOf[0].type,parentSchema:schema27.properties.path.anyOf[0],data:data29};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
var _valid2 = _errs75 === errors;
valid28 = valid28 || _valid2;
if(!valid28){
const _errs77 = errors;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.pattern === undefined){
const err51 = {instancePath:instancePath+"/allow/" + i1+"/path",schemaPath:"#/definitions/allowance/properties/path/anyOf/1/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema27.properties.path.anyOf[1].required,parentSchema:schema27.properties.path.anyOf[1],data:data29};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
for(const key5 in data29){
if(!(key5 === "pattern")){
const err52 = {instancePath:instancePath+"/allow/" + i1+"/path",schemaPath:"#/definitions/allowance/properties/path/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema27.properties.path.anyOf[1],data:data29};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data29.pattern !== undefined){
let data30 = data29.pattern;
if(typeof data30 === "string"){
if(data30.length < 1){
const err53 = {instancePath:instancePath+"/allow/" + i1+"/path/pattern",schemaPath:"#/definitions/allowance/properties/path/anyOf/1/properties/pattern/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.path.anyOf[1].properties.pattern,data:data30};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
else {
const err54 = {instancePath:instancePath+"/allow/" + i1+"/path/pattern",schemaPath:"#/definitions/allowance/properties/path/anyOf/1/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.path.anyOf[1].properties.pattern.type,parentSchema:schema27.properties.path.anyOf[1].properties.pattern,data:data30};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/allow/" + i1+"/path",schemaPath:"#/definitions/allowance/properties/path/anyOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.properties.path.anyOf[1].type,parentSchema:schema27.properties.path.anyOf[1],data:data29};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
var _valid2 = _errs77 === errors;
valid28 = valid28 || _valid2;
}
if(!valid28){
const err56 = {instancePath:instancePath+"/allow/" + i1+"/path",schemaPath:"#/definitions/allowance/properties/path/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema27.properties.path.anyOf,parentSchema:schema27.properties.path,data:data29};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
else {
errors = _errs74;
if(vErrors !== null){
if(_errs74){
vErrors.length = _errs74;
}
else {
vErrors = null;
}
}
}
}
if(data20.service !== undefined){
let data31 = data20.service;
const _errs83 = errors;
let valid30 = false;
const _errs84 = errors;
if(typeof data31 === "string"){
if(data31.length < 1){
const err57 = {instancePath:instancePath+"/allow/" + i1+"/service",schemaPath:"#/definitions/allowance/properties/service/anyOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.service.anyOf[0],data:data31};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/allow/" + i1+"/service",schemaPath:"#/definitions/allowance/properties/service/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.service.anyOf[0].type,parentSchema:schema27.properties.service.anyOf[0],data:data31};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
var _valid3 = _errs84 === errors;
valid30 = valid30 || _valid3;
if(!valid30){
const _errs86 = errors;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.pattern === undefined){
const err59 = {instancePath:instancePath+"/allow/" + i1+"/service",schemaPath:"#/definitions/allowance/properties/service/anyOf/1/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema27.properties.service.anyOf[1].required,parentSchema:schema27.properties.service.anyOf[1],data:data31};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
for(const key6 in data31){
if(!(key6 === "pattern")){
const err60 = {instancePath:instancePath+"/allow/" + i1+"/service",schemaPath:"#/definitions/allowance/properties/service/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema27.properties.service.anyOf[1],data:data31};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data31.pattern !== undefined){
let data32 = data31.pattern;
if(typeof data32 === "string"){
if(data32.length < 1){
const err61 = {instancePath:instancePath+"/allow/" + i1+"/service/pattern",schemaPath:"#/definitions/allowance/properties/service/anyOf/1/properties/pattern/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.service.anyOf[1].properties.pattern,data:data32};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
else {
const err62 = {instancePath:instancePath+"/allow/" + i1+"/service/pattern",schemaPath:"#/definitions/allowance/properties/service/anyOf/1/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.service.anyOf[1].properties.pattern.type,parentSchema:schema27.properties.service.anyOf[1].properties.pattern,data:data32};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
else {
const err63 = {instancePath:instancePath+"/allow/" + i1+"/service",schemaPath:"#/definitions/allowance/properties/service/anyOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.properties.service.anyOf[1].type,parentSchema:schema27.properties.service.anyOf[1],data:data31};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
var _valid3 = _errs86 === errors;
valid30 = valid30 || _valid3;
}
if(!valid30){
const err64 = {instancePath:instancePath+"/allow/" + i1+"/service",schemaPath:"#/definitions/allowance/properties/service/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema27.properties.service.anyOf,parentSchema:schema27.properties.service,data:data31};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
else {
errors = _errs83;
if(vErrors !== null){
if(_errs83){
vErrors.length = _errs83;
}
else {
vErrors = null;
}
}
}
}
if(data20.span !== undefined){
let data33 = data20.span;
const _errs92 = errors;
let valid32 = false;
const _errs93 = errors;
if(typeof data33 === "string"){
if(data33.length < 1){
const err65 = {instancePath:instancePath+"/allow/" + i1+"/span",schemaPath:"#/definitions/allowance/properties/span/anyOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.span.anyOf[0],data:data33};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/allow/" + i1+"/span",schemaPath:"#/definitions/allowance/properties/span/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.span.anyOf[0].type,parentSchema:schema27.properties.span.anyOf[0],data:data33};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
var _valid4 = _errs93 === errors;
valid32 = valid32 || _valid4;
if(!valid32){
const _errs95 = errors;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.pattern === undefined){
const err67 = {instancePath:instancePath+"/allow/" + i1+"/span",schemaPath:"#/definitions/allowance/properties/span/anyOf/1/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema27.properties.span.anyOf[1].required,parentSchema:schema27.properties.span.anyOf[1],data:data33};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
for(const key7 in data33){
if(!(key7 === "pattern")){
const err68 = {instancePath:instancePath+"/allow/" + i1+"/span",schemaPath:"#/definitions/allowance/properties/span/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema27.properties.span.anyOf[1],data:data33};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data33.pattern !== undefined){
let data34 = data33.pattern;
if(typeof data34 === "string"){
if(data34.length < 1){
const err69 = {instancePath:instancePath+"/allow/" + i1+"/span/pattern",schemaPath:"#/definitions/allowance/properties/span/anyOf/1/properties/pattern/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27.properties.span.anyOf[1].properties.pattern,data:data34};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
else {
const err70 = {instancePath:instancePath+"/allow/" + i1+"/span/pattern",schemaPath:"#/definitions/allowance/properties/span/anyOf/1/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.span.anyOf[1].properties.pattern.type,parentSchema:schema27.properties.span.anyOf[1].properties.pattern,data:data34};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
else {
const err71 = {instancePath:instancePath+"/allow/" + i1+"/span",schemaPath:"#/definitions/allowance/properties/span/anyOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.properties.span.anyOf[1].type,parentSchema:schema27.properties.span.anyOf[1],data:data33};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
var _valid4 = _errs95 === errors;
valid32 = valid32 || _valid4;
}
if(!valid32){
const err72 = {instancePath:instancePath+"/allow/" + i1+"/span",schemaPath:"#/definitions/allowance/properties/span/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema27.properties.span.anyOf,parentSchema:schema27.properties.span,data:data33};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
else {
errors = _errs92;
if(vErrors !== null){
if(_errs92){
vErrors.length = _errs92;
}
else {
vErrors = null;
}
}
}
}
if(data20.until !== undefined){
let data35 = data20.until;
if(typeof data35 === "string"){
if(!pattern1.test(data35)){
const err73 = {instancePath:instancePath+"/allow/" + i1+"/until",schemaPath:"#/definitions/allowance/properties/until/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-\\d{2}-\\d{2}$"},message:"must match pattern \""+"^\\d{4}-\\d{2}-\\d{2}$"+"\"",schema:"^\\d{4}-\\d{2}-\\d{2}$",parentSchema:schema27.properties.until,data:data35};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
else {
const err74 = {instancePath:instancePath+"/allow/" + i1+"/until",schemaPath:"#/definitions/allowance/properties/until/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.until.type,parentSchema:schema27.properties.until,data:data35};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/allow/" + i1,schemaPath:"#/definitions/allowance/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.type,parentSchema:schema27,data:data20};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/allow",schemaPath:"#/properties/allow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.allow.type,parentSchema:schema11.properties.allow,data:data19};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data.patterns !== undefined){
let data36 = data.patterns;
if(Array.isArray(data36)){
const len2 = data36.length;
for(let i2=0; i2<len2; i2++){
let data37 = data36[i2];
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
if(data37.name === undefined){
const err77 = {instancePath:instancePath+"/patterns/" + i2,schemaPath:"#/definitions/pattern/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema28.required,parentSchema:schema28,data:data37};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data37.pattern === undefined){
const err78 = {instancePath:instancePath+"/patterns/" + i2,schemaPath:"#/definitions/pattern/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema28.required,parentSchema:schema28,data:data37};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
for(const key8 in data37){
if(!((((key8 === "name") || (key8 === "kind")) || (key8 === "pattern")) || (key8 === "words"))){
const err79 = {instancePath:instancePath+"/patterns/" + i2,schemaPath:"#/definitions/pattern/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema28,data:data37};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data37.name !== undefined){
let data38 = data37.name;
if(typeof data38 === "string"){
if(data38.length < 1){
const err80 = {instancePath:instancePath+"/patterns/" + i2+"/name",schemaPath:"#/definitions/pattern/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema28.properties.name,data:data38};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
else {
const err81 = {instancePath:instancePath+"/patterns/" + i2+"/name",schemaPath:"#/definitions/pattern/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.properties.name.type,parentSchema:schema28.properties.name,data:data38};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data37.kind !== undefined){
let data39 = data37.kind;
if(typeof data39 === "string"){
if(data39.length < 1){
const err82 = {instancePath:instancePath+"/patterns/" + i2+"/kind",schemaPath:"#/definitions/pattern/properties/kind/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema28.properties.kind,data:data39};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
else {
const err83 = {instancePath:instancePath+"/patterns/" + i2+"/kind",schemaPath:"#/definitions/pattern/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.properties.kind.type,parentSchema:schema28.properties.kind,data:data39};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data37.pattern !== undefined){
let data40 = data37.pattern;
if(typeof data40 === "string"){
if(data40.length < 1){
const err84 = {instancePath:instancePath+"/patterns/" + i2+"/pattern",schemaPath:"#/definitions/pattern/properties/pattern/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema28.properties.pattern,data:data40};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
else {
const err85 = {instancePath:instancePath+"/patterns/" + i2+"/pattern",schemaPath:"#/definitions/pattern/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.properties.pattern.type,parentSchema:schema28.properties.pattern,data:data40};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data37.words !== undefined){
let data41 = data37.words;
if(Array.isArray(data41)){
if(data41.length < 1){
const err86 = {instancePath:instancePath+"/patterns/" + i2+"/words",schemaPath:"#/definitions/pattern/properties/words/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema28.properties.words,data:data41};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
const len3 = data41.length;
for(let i3=0; i3<len3; i3++){
let data42 = data41[i3];
if(typeof data42 === "string"){
if(data42.length < 1){
const err87 = {instancePath:instancePath+"/patterns/" + i2+"/words/" + i3,schemaPath:"#/definitions/pattern/properties/words/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema28.properties.words.items,data:data42};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
else {
const err88 = {instancePath:instancePath+"/patterns/" + i2+"/words/" + i3,schemaPath:"#/definitions/pattern/properties/words/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.properties.words.items.type,parentSchema:schema28.properties.words.items,data:data42};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/patterns/" + i2+"/words",schemaPath:"#/definitions/pattern/properties/words/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema28.properties.words.type,parentSchema:schema28.properties.words,data:data41};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
else {
const err90 = {instancePath:instancePath+"/patterns/" + i2,schemaPath:"#/definitions/pattern/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema28.type,parentSchema:schema28,data:data37};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
}
else {
const err91 = {instancePath:instancePath+"/patterns",schemaPath:"#/properties/patterns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.patterns.type,parentSchema:schema11.properties.patterns,data:data36};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data.strict !== undefined){
let data43 = data.strict;
if(typeof data43 !== "boolean"){
const err92 = {instancePath:instancePath+"/strict",schemaPath:"#/properties/strict/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.strict.type,parentSchema:schema11.properties.strict,data:data43};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data.fingerprintKeyEnv !== undefined){
let data44 = data.fingerprintKeyEnv;
if(typeof data44 === "string"){
if(!pattern2.test(data44)){
const err93 = {instancePath:instancePath+"/fingerprintKeyEnv",schemaPath:"#/properties/fingerprintKeyEnv/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_]\\w{0,127}$"},message:"must match pattern \""+"^[A-Za-z_]\\w{0,127}$"+"\"",schema:"^[A-Za-z_]\\w{0,127}$",parentSchema:schema11.properties.fingerprintKeyEnv,data:data44};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
else {
const err94 = {instancePath:instancePath+"/fingerprintKeyEnv",schemaPath:"#/properties/fingerprintKeyEnv/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.fingerprintKeyEnv.type,parentSchema:schema11.properties.fingerprintKeyEnv,data:data44};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
else {
const err95 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}


/*
 * What YAML takes a word without quotes for, where that is no text: "hostname: 123"
 * is a number, and "hostname: no" says no. The rules of YAML 1.1 (yaml.org/type: bool,
 * null, int, float, timestamp), which cloud-init reads by, and those of 1.2's core
 * schema, which differ in 0o17 and 1e3. Pure.
 */
#ifndef ANSWERSPLAIN_H
#define ANSWERSPLAIN_H

/*
 * Of a name or an address of the map, "a number", "a date", "true or false" or
 * "nothing"; NULL: it is a text. Signs and dots in front are in none of these.
 */
const char *answers_plain(const char *value);

#endif

// libyaml's parser: text in, events out. Its composer and its writer are not used.
#ifndef AEREKOS_CYAML_H
#define AEREKOS_CYAML_H

#include <yaml.h>

#endif

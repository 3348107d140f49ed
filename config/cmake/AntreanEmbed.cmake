# antrean_embed(TARGET FILES <file> ...)
#   Builds files into a library of this folder: #include "embedded.hpp" gives, for "inter-bold.woff2",
#   std::string_view antrean::embedded::inter_bold_woff2(), and antrean::embedded::files lists all of them
#   with their names. The header is private to TARGET. A file may itself
#   be the OUTPUT of a custom command.
set(ANTREAN_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  # cmake -DIN=<file> -DOUT=<cpp> -DNAME=<function> -P AntreanEmbed.cmake
  file(READ ${IN} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "((0x[0-9a-f][0-9a-f],){24})" "\\1\n" bytes "${bytes}")
  file(WRITE ${OUT} "#include \"embedded.hpp\"\n\nnamespace {\nconst unsigned char bytes[] = {\n${bytes}};\n}\n\n"
    "std::string_view antrean::embedded::${NAME}() { return {reinterpret_cast<const char*>(bytes), sizeof bytes}; }\n")
  return()
endif()

function(antrean_embed TARGET)
  cmake_parse_arguments(E "" "" "FILES" ${ARGN})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${TARGET}.embedded)
  set(declarations "")
  set(list "")
  foreach(file ${E_FILES})
    get_filename_component(file ${file} ABSOLUTE)
    get_filename_component(name ${file} NAME)
    string(MAKE_C_IDENTIFIER ${name} name)
    add_custom_command(OUTPUT ${folder}/${name}.cpp
      COMMAND ${CMAKE_COMMAND} -DIN=${file} -DOUT=${folder}/${name}.cpp -DNAME=${name} -P ${ANTREAN_EMBED_SCRIPT}
      DEPENDS ${file} ${ANTREAN_EMBED_SCRIPT} VERBATIM)
    target_sources(${TARGET} PRIVATE ${folder}/${name}.cpp)
    string(APPEND declarations "std::string_view ${name}();\n")
    get_filename_component(file_name ${file} NAME)
    string(APPEND list "    {\"${file_name}\", &${name}},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${folder}/embedded.hpp CONTENT
    "#pragma once\n\n#include <string_view>\n\nnamespace antrean::embedded {\n${declarations}
struct File {
  std::string_view name;
  std::string_view (*text)();
};
inline constexpr File files[] = {\n${list}};\n}\n")
  target_include_directories(${TARGET} PRIVATE ${folder})
endfunction()

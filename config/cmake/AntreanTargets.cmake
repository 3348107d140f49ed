# The kinds of targets.
#
# antrean_library(NAME FOLDER <dir> [ASIO] [SOURCES ...] [NEEDS ...])
#   A module. Its headers are included as "<folder name>/<header>", only by targets that list it in NEEDS:
#   every module has its own include root (a folder with one link to the module). The linker passes on what
#   a neighbour needs. So tests/tidy/tidy.py compares the includes of each file with the NEEDS of its target.
# antrean_program(NAME [ASIO] SOURCES ... NEEDS ...)
# antrean_test(NAME [OPTIMIZED] SOURCES ... NEEDS ... [TIMEOUT seconds])
#   A CppUTest program, run by ctest. Tests link the modules that they test and never list the sources of a
#   module again. Their own sources are compiled without optimization, which takes half the time, unless they
#   run for long (OPTIMIZED).
#
# ASIO: most of its sources include Boost.Asio, so it is compiled with Asio's headers precompiled too.

add_library(run_tests OBJECT ${CMAKE_SOURCE_DIR}/tests/run_tests.cpp)
target_link_libraries(run_tests PRIVATE PkgConfig::cpputest antrean_rules)
if(ANTREAN_SANITIZE)
  target_compile_definitions(run_tests PRIVATE CPPUTEST_MEM_LEAK_DETECTION_DISABLED)
endif()

function(antrean_library NAME)
  cmake_parse_arguments(ROOM "ASIO" "FOLDER" "SOURCES;NEEDS" ${ARGN})
  get_filename_component(folder "${ROOM_FOLDER}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  get_filename_component(prefix "${folder}" NAME)
  set(include_root ${CMAKE_BINARY_DIR}/include/${NAME})
  file(MAKE_DIRECTORY ${include_root})
  file(CREATE_LINK ${folder} ${include_root}/${prefix} SYMBOLIC)
  if(ROOM_SOURCES)
    add_library(${NAME} STATIC)
    list(TRANSFORM ROOM_SOURCES PREPEND "${folder}/")
    target_sources(${NAME} PRIVATE ${ROOM_SOURCES})
    target_include_directories(${NAME} PUBLIC ${include_root})
    target_link_libraries(${NAME} PUBLIC ${ROOM_NEEDS} PRIVATE antrean_rules)
    if(ROOM_ASIO)
      antrean_precompiled(${NAME} precompiled_asio)
    else()
      antrean_precompiled(${NAME} precompiled_std)
    endif()
  else()
    add_library(${NAME} INTERFACE)
    target_include_directories(${NAME} INTERFACE ${include_root})
    target_link_libraries(${NAME} INTERFACE ${ROOM_NEEDS})
  endif()
endfunction()

function(antrean_program NAME)
  cmake_parse_arguments(P "ASIO" "" "SOURCES;NEEDS" ${ARGN})
  add_executable(${NAME} ${P_SOURCES})
  target_link_libraries(${NAME} PRIVATE ${P_NEEDS} antrean_rules)
  if(P_ASIO)
    antrean_precompiled(${NAME} precompiled_asio)
  else()
    antrean_precompiled(${NAME} precompiled_std)
  endif()
endfunction()

function(antrean_test NAME)
  cmake_parse_arguments(T "OPTIMIZED" "TIMEOUT" "SOURCES;NEEDS" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  add_executable(test_${NAME} $<TARGET_OBJECTS:run_tests> ${T_SOURCES})
  target_link_libraries(test_${NAME} PRIVATE ${T_NEEDS} PkgConfig::cpputest antrean_rules)
  if(T_OPTIMIZED)
    antrean_precompiled(test_${NAME} precompiled_asio)
  else()
    target_compile_options(test_${NAME} PRIVATE -O0)
    antrean_precompiled(test_${NAME} precompiled_tests)
  endif()
  if(ANTREAN_SANITIZE)
    math(EXPR T_TIMEOUT "5 * ${T_TIMEOUT}")
    # The sanitizer finds the leaks. CppUTest's operator new would be a second one beside the sanitizer's.
    # The first definition wins, and the compiler puts its runtime first.
    target_compile_definitions(test_${NAME} PRIVATE CPPUTEST_MEM_LEAK_DETECTION_DISABLED)
    target_link_options(test_${NAME} PRIVATE -Wl,--allow-multiple-definition)
  endif()
  add_test(NAME ${NAME} COMMAND test_${NAME} -c)
  set_tests_properties(${NAME} PROPERTIES TIMEOUT ${T_TIMEOUT})
endfunction()

# The house rules as functions.
#
# antrean_library(NAME FOLDER <dir> [ASIO] [SOURCES ...] [NEEDS ...])
#   A room. Its headers are included as "<folder name>/<header>", and only by targets that list it in NEEDS: every room has
#   a door (an include folder holding one link to the room), so an include without a NEEDS line does not compile.
# antrean_program(NAME [ASIO] SOURCES ... NEEDS ...)
# antrean_test(NAME [OPTIMIZED] SOURCES ... NEEDS ... [TIMEOUT seconds])
#   A CppUTest program, run by ctest. Tests link the rooms they test; they never list a room's sources again. Their own
#   sources are compiled without optimization, which takes half the time, unless they are at work for long (OPTIMIZED).
#
# ASIO: most of its sources include Boost.Asio; it is compiled with Asio's headers precompiled too, and not only the
# standard library's.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Line tables are what a crash report needs; everything about types would take a fifth longer to compile.
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url system)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(cpputest REQUIRED IMPORTED_TARGET cpputest)
pkg_check_modules(modbus REQUIRED IMPORTED_TARGET libmodbus)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
find_package(SQLiteCpp REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZXing REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(zbar REQUIRED IMPORTED_TARGET zbar)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(sdl REQUIRED IMPORTED_TARGET sdl2 SDL2_ttf SDL2_mixer SDL2_image)
# What SDL's own dependencies were compiled with is theirs: a precompiled header serves only those compiled alike.
set_property(TARGET PkgConfig::sdl PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(fribidi REQUIRED IMPORTED_TARGET fribidi)
pkg_check_modules(harfbuzz REQUIRED IMPORTED_TARGET harfbuzz)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)

find_program(CCACHE ccache)
if(CCACHE)
  # One cache for every checkout, wherever it lies.
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_SOURCE_DIR}/config/cmake/relative_paths.sh ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()

# One warning set for every target, as errors.
add_library(antrean_rules INTERFACE)
target_compile_options(antrean_rules INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough -Wnull-dereference -Wunused -Wdouble-promotion
  $<$<COMPILE_LANGUAGE:C>:-Wno-old-style-cast>
  -fno-omit-frame-pointer -pthread)
target_compile_definitions(antrean_rules INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_ARRAY BOOST_ALL_NO_LIB SPDLOG_FMT_EXTERNAL
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(antrean_rules INTERFACE Threads::Threads)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  find_program(LLD NAMES ld.lld-16 ld.lld)
  if(LLD)
    target_link_options(antrean_rules INTERFACE -fuse-ld=${LLD})
  endif()
endif()

function(antrean_sanitize)
  if(ANTREAN_SANITIZE STREQUAL "address")
    target_compile_options(antrean_rules INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all)
    target_link_options(antrean_rules INTERFACE -fsanitize=address,undefined)
  elseif(ANTREAN_SANITIZE STREQUAL "thread")
    target_compile_options(antrean_rules INTERFACE -fsanitize=thread)
    target_link_options(antrean_rules INTERFACE -fsanitize=thread)
  elseif(ANTREAN_SANITIZE)
    message(FATAL_ERROR "ANTREAN_SANITIZE is '${ANTREAN_SANITIZE}'; it may be empty, address or thread")
  endif()
  if(ANTREAN_FUZZ)  # every room tells libFuzzer which branches an input reached
    target_compile_options(antrean_rules INTERFACE -fsanitize=fuzzer-no-link)
  endif()
  if(ANTREAN_COVERAGE)
    target_compile_options(antrean_rules INTERFACE -fprofile-instr-generate -fcoverage-mapping)
    target_link_options(antrean_rules INTERFACE -fprofile-instr-generate)
  endif()
endfunction()

antrean_sanitize()

# What Asio and Beast do not need in every source: once for all.
add_library(asio_compiled STATIC ${CMAKE_SOURCE_DIR}/config/cmake/asio.cpp ${CMAKE_SOURCE_DIR}/config/cmake/asio_ssl.cpp
  ${CMAKE_SOURCE_DIR}/config/cmake/beast.cpp)
target_link_libraries(asio_compiled PRIVATE OpenSSL::SSL)
target_link_libraries(antrean_rules INTERFACE asio_compiled)
foreach(kind OPTIONS DEFINITIONS)
  set_property(TARGET asio_compiled PROPERTY COMPILE_${kind} "$<TARGET_PROPERTY:antrean_rules,INTERFACE_COMPILE_${kind}>")
endforeach()

# Precompiled headers take a quarter off the time to compile. Without them (ANTREAN_PCH=OFF, as ./dev lint has it) a header
# that a source forgot to include is missed.
if(ANTREAN_PCH)
  set(std_headers
    <algorithm> <array> <atomic> <charconv> <chrono> <cstdint> <cstring> <deque> <filesystem> <fstream> <functional> <map>
    <memory> <mutex> <numeric> <optional> <set> <span> <sstream> <stdexcept> <string> <string_view> <system_error> <thread>
    <tuple> <unordered_map> <utility> <variant> <vector>)
  set(asio_headers
    <boost/asio/awaitable.hpp> <boost/asio/bind_cancellation_slot.hpp> <boost/asio/co_spawn.hpp> <boost/asio/io_context.hpp>
    <boost/asio/post.hpp> <boost/asio/steady_timer.hpp> <boost/asio/thread_pool.hpp> <boost/asio/use_awaitable.hpp>)
  foreach(carrier precompiled_std precompiled_asio precompiled_tests)
    add_library(${carrier} OBJECT ${CMAKE_SOURCE_DIR}/config/cmake/nothing.cpp)
    target_link_libraries(${carrier} PRIVATE antrean_rules)
    target_compile_options(${carrier} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")  # ccache compares content
  endforeach()
  target_compile_options(precompiled_tests PRIVATE -O0)
  target_precompile_headers(precompiled_std PRIVATE ${std_headers})
  target_precompile_headers(precompiled_asio PRIVATE ${std_headers} ${asio_headers})
  target_precompile_headers(precompiled_tests PRIVATE ${std_headers} ${asio_headers})
endif()
function(antrean_precompiled NAME CARRIER)
  get_target_property(sources ${NAME} SOURCES)
  if(ANTREAN_PCH AND NOT sources MATCHES "\\.c(;|$)")
    target_precompile_headers(${NAME} REUSE_FROM ${CARRIER})
  endif()
endfunction()

add_library(run_tests OBJECT ${CMAKE_SOURCE_DIR}/tests/run_tests.cpp)
target_link_libraries(run_tests PRIVATE PkgConfig::cpputest antrean_rules)
if(ANTREAN_SANITIZE)
  target_compile_definitions(run_tests PRIVATE CPPUTEST_MEM_LEAK_DETECTION_DISABLED)
endif()

function(antrean_library NAME)
  cmake_parse_arguments(ROOM "ASIO" "FOLDER" "SOURCES;NEEDS" ${ARGN})
  get_filename_component(folder "${ROOM_FOLDER}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  get_filename_component(prefix "${folder}" NAME)
  set(door ${CMAKE_BINARY_DIR}/doors/${NAME})
  file(MAKE_DIRECTORY ${door})
  file(CREATE_LINK ${folder} ${door}/${prefix} SYMBOLIC)
  if(ROOM_SOURCES)
    add_library(${NAME} STATIC)
    list(TRANSFORM ROOM_SOURCES PREPEND "${folder}/")
    target_sources(${NAME} PRIVATE ${ROOM_SOURCES})
    target_include_directories(${NAME} PUBLIC ${door})
    target_link_libraries(${NAME} PUBLIC ${ROOM_NEEDS} PRIVATE antrean_rules)
    if(ROOM_ASIO)
      antrean_precompiled(${NAME} precompiled_asio)
    else()
      antrean_precompiled(${NAME} precompiled_std)
    endif()
  else()
    add_library(${NAME} INTERFACE)
    target_include_directories(${NAME} INTERFACE ${door})
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
    # The sanitizer finds the leaks; CppUTest's own operator new would be a second one beside the sanitizer's. The first
    # definition wins, and the compiler puts its runtime first.
    target_compile_definitions(test_${NAME} PRIVATE CPPUTEST_MEM_LEAK_DETECTION_DISABLED)
    target_link_options(test_${NAME} PRIVATE -Wl,--allow-multiple-definition)
  endif()
  add_test(NAME ${NAME} COMMAND test_${NAME} -c)
  set_tests_properties(${NAME} PROPERTIES TIMEOUT ${T_TIMEOUT})
endfunction()

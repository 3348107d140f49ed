# How everything is compiled: the standard, one set of warnings (as errors) for every target, sanitizers,
# precompiled headers, the compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# A crash report needs only line tables. Full type information would make compiling a fifth slower.
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE ccache)
if(CCACHE)
  # One cache for all checkouts, in any folder.
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_SOURCE_DIR}/config/cmake/relative_paths.sh ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()

# One set of warnings for every target, as errors.
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
  if(ANTREAN_FUZZ)  # every module tells libFuzzer which branches an input reached
    target_compile_options(antrean_rules INTERFACE -fsanitize=fuzzer-no-link)
  endif()
  if(ANTREAN_COVERAGE)
    target_compile_options(antrean_rules INTERFACE -fprofile-instr-generate -fcoverage-mapping)
    target_link_options(antrean_rules INTERFACE -fprofile-instr-generate)
  endif()
endfunction()

antrean_sanitize()

# Parts of Asio and Beast that are compiled once and not in every source.
add_library(asio_compiled STATIC ${CMAKE_SOURCE_DIR}/config/cmake/asio.cpp ${CMAKE_SOURCE_DIR}/config/cmake/asio_ssl.cpp
  ${CMAKE_SOURCE_DIR}/config/cmake/beast.cpp)
target_link_libraries(asio_compiled PRIVATE OpenSSL::SSL)
target_link_libraries(antrean_rules INTERFACE asio_compiled)
foreach(kind OPTIONS DEFINITIONS)
  set_property(TARGET asio_compiled PROPERTY COMPILE_${kind}
      "$<TARGET_PROPERTY:antrean_rules,INTERFACE_COMPILE_${kind}>")
endforeach()

# Precompiled headers make compiling a quarter faster. With ANTREAN_PCH=OFF, as in ./dev lint, the compiler
# finds headers that a source forgot to include.
if(ANTREAN_PCH)
  set(std_headers
    <algorithm> <array> <atomic> <charconv> <chrono> <cstdint> <cstring> <deque> <filesystem> <fstream> <functional>
    <map>
    <memory> <mutex> <numeric> <optional> <set> <span> <sstream> <stdexcept> <string> <string_view> <system_error>
    <thread>
    <tuple> <unordered_map> <utility> <variant> <vector>)
  set(asio_headers
    <boost/asio/awaitable.hpp> <boost/asio/bind_cancellation_slot.hpp> <boost/asio/co_spawn.hpp>
    <boost/asio/io_context.hpp>
    <boost/asio/post.hpp> <boost/asio/steady_timer.hpp> <boost/asio/thread_pool.hpp> <boost/asio/use_awaitable.hpp>)
  foreach(target precompiled_std precompiled_asio precompiled_tests)
    add_library(${target} OBJECT ${CMAKE_SOURCE_DIR}/config/cmake/nothing.cpp)
    target_link_libraries(${target} PRIVATE antrean_rules)
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")  # ccache compares content
  endforeach()
  target_compile_options(precompiled_tests PRIVATE -O0)
  target_precompile_headers(precompiled_std PRIVATE ${std_headers})
  target_precompile_headers(precompiled_asio PRIVATE ${std_headers} ${asio_headers})
  target_precompile_headers(precompiled_tests PRIVATE ${std_headers} ${asio_headers})
endif()
function(antrean_precompiled NAME PCH_TARGET)
  get_target_property(sources ${NAME} SOURCES)
  if(ANTREAN_PCH AND NOT sources MATCHES "\\.c(;|$)")
    target_precompile_headers(${NAME} REUSE_FROM ${PCH_TARGET})
  endif()
endfunction()

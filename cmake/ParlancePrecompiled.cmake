# Headers that most files read are compiled once a preset: the standard library's, Boost's result, and
# for tests GoogleTest. None of ours: what a folder may include stays decided by its include roots.
# The linter compiles without them, so a file that forgets one of its own includes is found.
#
# ccache looks inside with -fpch-preprocess and the sloppiness that ./dev sets.
set(PARLANCE_PRECOMPILED
  <algorithm> <array> <atomic> <chrono> <cstddef> <cstdint> <functional> <map> <memory> <mutex>
  <optional> <set> <span> <string> <string_view> <utility> <vector> <boost/system/result.hpp>)

function(parlance_precompiled_headers target headers)
  set(nothing ${CMAKE_BINARY_DIR}/${target}.cpp)
  file(CONFIGURE OUTPUT ${nothing} CONTENT "// What the headers are compiled beside.\n")
  add_library(${target} OBJECT ${nothing})
  target_link_libraries(${target} PRIVATE parlance_options)
  target_precompile_headers(${target} PRIVATE ${headers})
  target_compile_options(${target} PRIVATE -fpch-preprocess)
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  parlance_precompiled_headers(parlance_precompiled "${PARLANCE_PRECOMPILED}")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND PARLANCE_TESTS)
  find_package(GTest REQUIRED)
  parlance_precompiled_headers(parlance_precompiled_tests
    "${PARLANCE_PRECOMPILED};<gtest/gtest.h>")
  # Programs are position independent in a weaker way, and a compiled header fits only one.
  set_target_properties(parlance_precompiled_tests PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(parlance_precompiled_tests PRIVATE -fPIE)
  target_link_libraries(parlance_precompiled_tests PRIVATE GTest::gtest)
endif()

# parlance_precompile(target precompiled): compiled with the headers of that target.
function(parlance_precompile target precompiled)
  if(TARGET ${precompiled})
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()

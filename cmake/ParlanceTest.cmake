# parlance_test(NAME [TSAN] [USES folder…] [LINK target…] SOURCES file…)
#
# One GoogleTest program per folder, parlance_NAME_test. TSAN: its code is shared between threads and
# runs under ThreadSanitizer too.
if(PARLANCE_TESTS)
  find_package(GTest REQUIRED)
endif()
add_custom_target(parlance_tsan_tests)

function(parlance_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "TSAN" "" "USES;LINK;SOURCES")
  if(PARLANCE_SANITIZE MATCHES "thread" AND NOT arg_TSAN)
    return()
  endif()
  set(target parlance_${name}_test)
  add_executable(${target} ${arg_SOURCES})
  parlance_precompile(${target} parlance_precompiled_tests)
  set(folders "")
  foreach(used IN LISTS arg_USES)
    list(APPEND folders parlance_${used})
  endforeach()
  # foundation declares what runtime implements, so every program links both.
  list(APPEND folders parlance_foundation parlance_runtime)
  list(REMOVE_DUPLICATES folders)
  target_link_libraries(${target} PRIVATE ${folders} ${arg_LINK} parlance_run
    GTest::gtest_main parlance_options)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  add_test(NAME ${name} COMMAND ${target})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  if(arg_TSAN)
    add_dependencies(parlance_tsan_tests ${target})
    set_tests_properties(${name} PROPERTIES LABELS tsan)
  endif()
endfunction()

# parlance_fuzzer(NAME USES folder… SOURCES file…): a libFuzzer target, corpus in tests/fuzz/NAME.
function(parlance_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LINK;SOURCES")
  set(target parlance_${name}_fuzzer)
  add_executable(${target} ${arg_SOURCES})
  target_compile_options(${target} PRIVATE -fsanitize=fuzzer,address,undefined -g1 -O1)
  target_link_options(${target} PRIVATE -fsanitize=fuzzer,address,undefined)
  target_link_libraries(${target} PRIVATE parlance_options ${arg_LINK})
endfunction()

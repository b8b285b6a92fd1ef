# What every translation unit is compiled with. All BOOST_* definitions live here: one unit with
# another value links without a word and crashes at start.
find_program(PARLANCE_CCACHE ccache)
if(PARLANCE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PARLANCE_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${PARLANCE_CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)

add_library(parlance_options INTERFACE)
target_compile_features(parlance_options INTERFACE cxx_std_20)
target_compile_options(parlance_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
target_compile_definitions(parlance_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED
  BOOST_ASIO_DISABLE_BOOST_COROUTINE
  BOOST_ASIO_SEPARATE_COMPILATION
  BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ERROR_CODE_HEADER_ONLY)
target_include_directories(parlance_options SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
target_link_libraries(parlance_options INTERFACE Threads::Threads)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(PARLANCE_SANITIZE)
  # -Og: what -O1 spends beyond it on instrumented coroutines is half of the time of a build.
  target_compile_options(parlance_options INTERFACE
    -fsanitize=${PARLANCE_SANITIZE} -fno-omit-frame-pointer -Og -g1)
  target_link_options(parlance_options INTERFACE -fsanitize=${PARLANCE_SANITIZE})
  if(PARLANCE_SANITIZE MATCHES "undefined")
    target_compile_options(parlance_options INTERFACE -fno-sanitize-recover=undefined)
  endif()
  if(PARLANCE_SANITIZE MATCHES "thread")
    # g++ cannot model the fences in Asio and says so on every file.
    target_compile_options(parlance_options INTERFACE -Wno-tsan)
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarms of g++ 12 inside the standard library and coroutine frames at -O2.
  target_compile_options(parlance_options INTERFACE
    -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
    -Wno-restrict -Wno-dangling-pointer -Wno-free-nonheap-object -Wno-mismatched-new-delete)
endif()

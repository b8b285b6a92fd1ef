# parlance_embed_assets(TARGET FOLDER dir [FILES /path=file…])
#
# Compiles the files of a folder into TARGET, each as it is, as brotli and as gzip, and defines
# parlance::edge::embedded_assets(). The folder and the files may be missing, now or later: they are
# looked for again in every build.
find_program(PARLANCE_BROTLI brotli)
find_program(PARLANCE_GZIP gzip)

function(parlance_embed_assets target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "FILES")
  set(manifest "")
  set(inputs "")
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${arg_FOLDER}/*)
  list(SORT found)
  foreach(input IN LISTS found)
    file(RELATIVE_PATH path ${arg_FOLDER} ${input})
    string(APPEND manifest "/${path}=${input}\n")
    list(APPEND inputs ${input})
  endforeach()
  foreach(pair IN LISTS arg_FILES)
    string(REGEX REPLACE "^[^=]*=" "" input "${pair}")
    file(GLOB exists CONFIGURE_DEPENDS ${input})
    if(exists)
      string(APPEND manifest "${pair}\n")
      list(APPEND inputs ${input})
    endif()
  endforeach()
  if(inputs AND NOT (PARLANCE_BROTLI AND PARLANCE_GZIP))
    message(FATAL_ERROR "embedding the web page needs the programs brotli and gzip")
  endif()

  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_assets)
  file(MAKE_DIRECTORY ${folder})
  file(CONFIGURE OUTPUT ${folder}/manifest.txt CONTENT "${manifest}" @ONLY)
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/EmbedAssetsScript.cmake)
  add_custom_command(
    OUTPUT ${folder}/assets.S ${folder}/assets.cpp
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DBROTLI=${PARLANCE_BROTLI} -DGZIP=${PARLANCE_GZIP}
            -P ${script}
    DEPENDS ${script} ${folder}/manifest.txt ${inputs}
    COMMENT "Compressing the web page"
    VERBATIM)
  target_sources(${target} PRIVATE ${folder}/assets.S ${folder}/assets.cpp)
endfunction()

# parlance_known_migrations(NAMESPACE): the schema travels in the program. Makes known_migrations.cpp
# out of migrations/NNNN_what_it_does.sql, in order, each with its SHA-256, for the folder's
# migrations.hpp. Its path is put into PARLANCE_KNOWN_MIGRATIONS.
function(parlance_known_migrations namespace)
  file(GLOB migration_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql)
  list(SORT migration_files)
  set(steps "")
  foreach(file IN LISTS migration_files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(step ${file} NAME_WE)
    if(NOT step MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
      message(FATAL_ERROR "${file}: a migration is called NNNN_what_it_does.sql")
    endif()
    string(REGEX MATCH "[1-9][0-9]*$" version ${CMAKE_MATCH_1})
    string(REGEX REPLACE "^[0-9]*_" "" name ${step})
    file(READ ${file} sql)
    file(SHA256 ${file} checksum)
    string(APPEND steps
      "    {${version}, \"${name}\",\n     \"${checksum}\",\n     R\"sql(${sql})sql\"},\n")
  endforeach()
  set(made ${CMAKE_CURRENT_BINARY_DIR}/known_migrations.cpp)
  file(GENERATE OUTPUT ${made} CONTENT
"#include <parlance/${namespace}/migrations.hpp>

namespace parlance::${namespace} {
namespace {

constexpr migration steps[] = {
${steps}};

}  // namespace

std::span<const migration> known_migrations()
{
    return steps;
}

}  // namespace parlance::${namespace}
")
  set(PARLANCE_KNOWN_MIGRATIONS ${made} PARENT_SCOPE)
endfunction()

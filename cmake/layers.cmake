# A layer: an object library whose include path holds its own folder and those of the layers it may use, no others.
#   portcheck_layer(NAME formats USES base SOURCES a.c b.c [INCLUDES build] [LIBRARIES PkgConfig::YAML])
# Every header has a name of its own in the whole project, so "arena.h" can only be base's. What a layer may use is written
# here once more than in docs/architecture.md; tests/layers holds the two equal.
add_library(portcheck_objects INTERFACE)

function(portcheck_layer)
  cmake_parse_arguments(L "" "NAME" "USES;SOURCES;INCLUDES;LIBRARIES" ${ARGN})
  add_library(pc_${L_NAME} OBJECT ${L_SOURCES})
  target_include_directories(pc_${L_NAME} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  foreach(dir IN LISTS L_INCLUDES)
    target_include_directories(pc_${L_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/src/${dir})
  endforeach()
  foreach(use IN LISTS L_USES)
    target_include_directories(pc_${L_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/src/${use})
  endforeach()
  target_link_libraries(pc_${L_NAME} PRIVATE ${L_LIBRARIES})
  set_property(GLOBAL APPEND PROPERTY PORTCHECK_LAYERS pc_${L_NAME})
endfunction()

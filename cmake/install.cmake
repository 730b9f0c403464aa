# What `cmake --install` puts where, and the Debian package. Man page and completions are written by the program that was just built.
set(PORTCHECK_ZSH_DIR ${CMAKE_INSTALL_DATADIR}/zsh/site-functions CACHE STRING "Folder of the completion for zsh, below the prefix")

# portcheck_write(FILE ARGUMENT...): what the program prints, as a file of the build.
set(written)
function(portcheck_write file)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/${file} COMMAND portcheck ${ARGN} >${CMAKE_BINARY_DIR}/${file} DEPENDS portcheck)
  set(written ${written} ${CMAKE_BINARY_DIR}/${file} PARENT_SCOPE)
endfunction()
if(NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/completions)
  portcheck_write(portcheck.1 help -f man)
  portcheck_write(completions/portcheck completions bash)
  portcheck_write(completions/_portcheck completions zsh)
  portcheck_write(completions/portcheck.fish completions fish)
  add_custom_target(portcheck_texts ALL DEPENDS ${written})
  install(FILES ${CMAKE_BINARY_DIR}/portcheck.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${CMAKE_BINARY_DIR}/completions/portcheck DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${CMAKE_BINARY_DIR}/completions/_portcheck DESTINATION ${PORTCHECK_ZSH_DIR})
  install(FILES ${CMAKE_BINARY_DIR}/completions/portcheck.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
else()
  message(STATUS "cross build without an emulator: man page and completions are not written")
endif()

# The pkg-config file finds the prefix from where it lies, so that the installation may be moved.
string(REGEX REPLACE "[^/]+" ".." PORTCHECK_PC_UP "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
configure_file(portcheck.pc.in ${CMAKE_BINARY_DIR}/portcheck.pc @ONLY)
# The archive is not installed: its objects are the optimiser's own between compiling and linking, which another compiler cannot read.
install(TARGETS portcheck portcheck_shared)
install(FILES ${PROJECT_SOURCE_DIR}/include/portcheck/portcheck.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/portcheck)
install(FILES ${CMAKE_BINARY_DIR}/portcheck.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "portcheck maintainers <maintainers@portcheck.invalid>")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS git)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "linter for port registries")
set(CPACK_PACKAGE_DESCRIPTION "portcheck reads port tables, services' documents, compose files and the
configuration that routes to them, and reports ranges that are violated, ports
that are given twice on one host, and drift between plan and deployment.")
include(CPack)

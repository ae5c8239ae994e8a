# find_package(libroi CONFIG) gives libroi::core and libroi::engine; pkg-config gives libroi.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/libroi)
install(TARGETS libroi_core libroi_engine EXPORT libroiTargets COMPONENT development
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT libroiTargets NAMESPACE libroi:: DESTINATION ${package_dir} COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/libroiConfig.cmake.in
  ${PROJECT_BINARY_DIR}/libroiConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/libroiConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/libroiConfig.cmake ${PROJECT_BINARY_DIR}/libroiConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

# SPDX-License-Identifier: MIT
# cmake --install: the component "development" is the library for trading systems, "programs" are the three programs.
include(CMakePackageConfigHelpers)
set(package_folder lib/cmake/TradingState)

install(TARGETS core_base core_state core_documents core_files core_influx core_config core_manager tradestate_core
    EXPORT TradingStateTargets ARCHIVE DESTINATION lib COMPONENT development)
install(DIRECTORY core DESTINATION include/trading-state COMPONENT development
    FILES_MATCHING PATTERN "*.h" PATTERN "*_private.h" EXCLUDE)
install(EXPORT TradingStateTargets NAMESPACE TradingState:: DESTINATION ${package_folder} COMPONENT development)
configure_package_config_file(cmake/TradingStateConfig.cmake.in ${CMAKE_BINARY_DIR}/TradingStateConfig.cmake
    INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/TradingStateConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/TradingStateConfig.cmake ${CMAKE_BINARY_DIR}/TradingStateConfigVersion.cmake
    cmake/FindNettle.cmake DESTINATION ${package_folder} COMPONENT development)

set(programs state-manager paper-session)
if(TRADESTATE_BUILD_UI)
    list(APPEND programs trading-state-console)
endif()
install(TARGETS ${programs} RUNTIME DESTINATION bin COMPONENT programs)

# SPDX-License-Identifier: MIT
# Small programs that fault tests run under strace, one operation each.
add_executable(filefaulthelper faults/filefaulthelper.cpp)
target_link_libraries(filefaulthelper PRIVATE core_manager)
set_target_properties(filefaulthelper PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
foreach(name tst_file_kill tst_file_errors tst_file_conditions)
    if(TARGET ${name})
        add_dependencies(${name} filefaulthelper)
        target_compile_definitions(${name} PRIVATE
            TRADESTATE_FAULT_HELPER="${CMAKE_BINARY_DIR}/tests/filefaulthelper")
    endif()
endforeach()

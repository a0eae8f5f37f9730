# SPDX-License-Identifier: MIT
# One place for every flag: targets link tradestate_flags and say nothing themselves.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(TRADESTATE_CCACHE ccache)
if(TRADESTATE_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${TRADESTATE_CCACHE})
endif()

add_library(tradestate_flags INTERFACE)
target_compile_options(tradestate_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(TRADESTATE_WARNINGS_ARE_ERRORS)
    target_compile_options(tradestate_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 takes the inactive members of std::variant and std::optional for uninitialised ones once it inlines, and
    # "text" + std::string for an overlapping copy (its bug 105651).
    target_compile_options(tradestate_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()
target_compile_definitions(tradestate_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_FOREACH QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_include_directories(tradestate_flags INTERFACE ${PROJECT_SOURCE_DIR})

find_program(TRADESTATE_MOLD mold)
if(TRADESTATE_MOLD)
    target_link_options(tradestate_flags INTERFACE -fuse-ld=mold)
endif()

if(TRADESTATE_SANITIZE)
    target_compile_options(tradestate_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(tradestate_flags INTERFACE -fsanitize=address,undefined)
endif()

# tradestate_core_part(<folder> <libraries...>): the static library core_<folder> of every source in that folder.
function(tradestate_core_part name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.h)
    add_library(core_${name} STATIC ${sources})
    set_target_properties(core_${name} PROPERTIES LINKER_LANGUAGE CXX)
    # Who links the installed library compiles by rules of its own.
    target_link_libraries(core_${name} PUBLIC $<BUILD_INTERFACE:tradestate_flags> ${ARGN})
    target_include_directories(core_${name} INTERFACE $<INSTALL_INTERFACE:include/trading-state>)
endfunction()

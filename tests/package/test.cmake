# SPDX-License-Identifier: MIT
# Installs the library, builds the program of this folder against it as somebody else would, and runs it twice: the
# second run finds what the first one saved. The README shows that program word for word.
# Needs BUILD, SOURCE, WORK (folders), GENERATOR and COMPILER.
function(run what)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE err)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${what} failed (${result}):\n${out}\n${err}")
    endif()
    set(out "${out}" PARENT_SCOPE)
endfunction()

function(expect text)
    string(FIND "${out}" "${text}" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "\"${text}\" is not in:\n${out}")
    endif()
endfunction()

file(READ ${SOURCE}/README.md readme)
file(READ ${SOURCE}/tests/package/main.cpp program)
string(REPLACE "// SPDX-License-Identifier: MIT\n" "" program "${program}")
string(FIND "${readme}" "${program}" place)
if(place EQUAL -1)
    message(FATAL_ERROR "The README's example is not tests/package/main.cpp")
endif()

file(REMOVE_RECURSE ${WORK})
run("installing" ${CMAKE_COMMAND} --install ${BUILD} --component development --prefix ${WORK}/prefix)
run("configuring" ${CMAKE_COMMAND} -S ${SOURCE}/tests/package -B ${WORK}/build -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${WORK}/prefix "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
run("building" ${CMAKE_COMMAND} --build ${WORK}/build)
set(my_system ${CMAKE_COMMAND} -E env TRADING_STATE_FALLBACK_DIR=${WORK}/state ${WORK}/build/my-system)
run("the first run" ${my_system})
expect("0 positions, 0 bars")
expect("saved as ")
run("the second run" ${my_system})
expect("1 positions, 1 bars")

# cmake -DPROGRAM=... [-DARGUMENT=...] -DEXPECTED=... -P CompareOutput.cmake: fails unless it prints exactly that file.
execute_process(COMMAND ${PROGRAM} ${ARGUMENT} OUTPUT_VARIABLE actual RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
if(NOT actual STREQUAL expected)
  message(FATAL_ERROR "output differs from ${EXPECTED}:\n${actual}")
endif()

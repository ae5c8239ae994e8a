# cmake -DMODE=install|subproject -DSOURCE= -DBUILD= -DGENERATOR= -DCOMPILER= -DLAUNCHER= -DVERSION= -DOPTIONS= -P Consume.cmake
# Builds and runs the project in consumer/, which knows nothing of this repository, against the installed package or
# with this repository as a subproject.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "${command}\nended with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

separate_arguments(LAUNCHER UNIX_COMMAND "${LAUNCHER}")
set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${LAUNCHER}")
set(work ${BUILD}/packaging/${MODE})
file(REMOVE_RECURSE ${work}/build ${work}/prefix ${work}/moved)
if(MODE STREQUAL "install")
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix --component development)
  file(RENAME ${work}/prefix ${work}/moved)  # the package must not remember where it was installed
  set(how -DCMAKE_PREFIX_PATH=${work}/moved -DCMAKE_BUILD_TYPE=Release)
else()
  file(WRITE ${work}/options.cmake "add_compile_options(${OPTIONS})\n")
  set(how -DCONSUMER_LIBROI_SOURCE=${SOURCE} -DCMAKE_BUILD_TYPE=Release
    -DCMAKE_PROJECT_consumer_INCLUDE=${work}/options.cmake)
endif()
run(${CMAKE_COMMAND} -S ${SOURCE}/tests/packaging/consumer -B ${work}/build -G ${GENERATOR}
  -DCMAKE_CXX_COMPILER=${COMPILER} ${how})
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)
if(NOT output MATCHES "libroi ${VERSION}: IRR 0.130662")
  message(FATAL_ERROR "unexpected output of the consumer: ${output}")
endif()

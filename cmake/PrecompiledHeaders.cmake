# SPDX-License-Identifier: MIT
# Half of the time to compile a file here goes into reading the libraries' headers: each group of targets compiles them
# once. The files include what they use all the same; `./dev lint` reads each of them without this. Not for the release
# build: there GCC 12 forgets which headers are the system's, and reports its false alarms in them.
set(core_headers
    <QDateTime> <QDir> <QFile> <QFileInfo> <QFuture> <QPromise> <QRegularExpression> <QStringList> <QTimeZone> <QUrl>
    <boost/container/flat_map.hpp> <tl/expected.hpp>
    <algorithm> <chrono> <functional> <map> <memory> <mutex> <optional> <set> <stop_token> <string> <thread> <vector>)
set(window_headers
    <QApplication> <QCheckBox> <QComboBox> <QDialog> <QHBoxLayout> <QHeaderView> <QLabel> <QLineEdit> <QMainWindow>
    <QMenu> <QPainter> <QPushButton> <QSettings> <QSortFilterProxyModel> <QStyle> <QTimer> <QToolBar> <QTreeView>
    <QVBoxLayout>)

# tradestate_share_headers(<folder> <owner>): every target of the folder and of those below uses the owner's, unless it
# has some already.
function(tradestate_share_headers folder owner)
    get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target ${targets})
        get_target_property(type ${target} TYPE)
        get_target_property(own ${target} PRECOMPILE_HEADERS)
        get_target_property(shared ${target} PRECOMPILE_HEADERS_REUSE_FROM)
        if(type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$" AND NOT own AND NOT shared)
            target_precompile_headers(${target} REUSE_FROM ${owner})
        endif()
    endforeach()
    get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
    foreach(inner ${folders})
        tradestate_share_headers(${inner} ${owner})
    endforeach()
endfunction()

target_precompile_headers(core_base PRIVATE ${core_headers})
if(TRADESTATE_BUILD_UI)
    target_precompile_headers(tradestate_ui PRIVATE ${core_headers} ${window_headers})
    tradestate_share_headers(${PROJECT_SOURCE_DIR}/app/console tradestate_ui)
    if(TRADESTATE_BUILD_TESTS)
        get_property(window_tests GLOBAL PROPERTY TRADESTATE_TESTS_OF_ui)
        foreach(target ui_scenes screenshots ${window_tests})
            target_precompile_headers(${target} REUSE_FROM tradestate_ui)
        endforeach()
    endif()
endif()
tradestate_share_headers(${PROJECT_SOURCE_DIR} core_base)

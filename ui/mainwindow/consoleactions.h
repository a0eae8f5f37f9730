// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QAction>
#include <QObject>

class QMenuBar;
class QToolBar;
class QWidget;

namespace tradestate {

/// Everything that can be done, each with its shortcut, its sentence, and its reason where it may not be done.
class ConsoleActions : public QObject
{
    Q_OBJECT

public:
    explicit ConsoleActions(QObject* parent);

    /// What decides which actions are available.
    struct Situation
    {
        bool hasService = false;
        QString noStore; ///< why no store could be opened; the service then only reads files
        bool canReopen = false;
        bool canChoose = false; ///< another store
        bool hasPaper = false; ///< a paper session can be started from here
        bool paperRuns = false;
        QString busyWith; ///< what is being done; empty: nothing
        const Snapshot* record = nullptr; ///< what is on record, also while something else is viewed
        bool viewing = false;
        QString viewingWhat;
        bool viewingSample = false;
        bool hasTable = false; ///< a table is shown
        bool positionSelected = false; ///< a position or ghost is the current row
    };
    void apply(const Situation& situation);
    void applyTheme(const QPalette& palette);
    void addToToolBar(QToolBar* bar) const;

    QAction* refresh;
    QAction* save;
    QAction* backup;
    QAction* restore;
    QAction* undo;
    QAction* remove;
    QAction* choose;

    QAction* useEnv;
    QAction* connectInflux;
    QAction* openFile;
    QAction* sample;
    QAction* tryPaper;
    QAction* stopPaper;
    QAction* backToNow;
    QAction* exportCsv;
    QAction* quit;

    QAction* copy;
    QAction* copyCsv;
    QAction* selectAll;
    QAction* filter;
    QAction* clearFilter;

    QAction* autoRefresh;
    QAction* nextPane;
    QAction* previousPane;
    QAction* resetLayout;

    QAction* help;
    QAction* about;
    QAction* aboutQt;

    /// Empty where the action is available.
    [[nodiscard]] static QString reasonOf(const QAction* action);

private:
    QAction* make(const char* name, const QString& text, const QString& sentence, const QKeySequence& shortcut = {},
        const QString& icon = {});
    static void setReason(QAction* action, const QString& reason);

    QList<QAction*> m_all;
};

} // namespace tradestate

// SPDX-License-Identifier: MIT
// Every letter that chooses an entry of a menu chooses that one alone, in every language.
#include "tests/ui/snapshots.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"

#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QTest>

using namespace tradestate;

namespace {

/// The letter behind the first single '&'; null where there is none.
QChar letterOf(const QString& text)
{
    for (qsizetype at = 0; at + 1 < text.size(); ++at) {
        if (text.at(at) != QLatin1Char('&'))
            continue;
        if (text.at(at + 1) != QLatin1Char('&'))
            return text.at(at + 1).toUpper();
        ++at;
    }
    return {};
}

struct Walk
{
    int letters = 0;
    QStringList clashes {};

    void through(const QList<QAction*>& actions, const QString& where)
    {
        QHash<QChar, QString> taken;
        for (QAction* action : actions) {
            const QChar letter = letterOf(action->text());
            if (!letter.isNull()) {
                ++letters;
                if (taken.contains(letter))
                    clashes += QStringLiteral("%1: “%2” and “%3”").arg(where, taken.value(letter), action->text());
                taken.insert(letter, action->text());
            }
            if (QMenu* menu = action->menu()) {
                Q_EMIT menu->aboutToShow(); // some are filled only then
                through(menu->actions(), where + QStringLiteral(" / ") + action->text());
            }
        }
    }
};

} // namespace

class TestMenus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noTwoEntriesShareALetter_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("German") << QStringLiteral("de");
    }
    void noTwoEntriesShareALetter()
    {
        QFETCH(QString, language);
        const auto texts = snapshots::useLanguage(language);
        const snapshots::Scene scene;
        MainWindow::Parts parts;
        parts.clock = scene.clock();
        MainWindow window(std::move(parts));
        window.show();
        window.showSnapshot(scene.connected());
        Walk walk;
        walk.through(window.menuBar()->actions(), language);
        QVERIFY2(walk.letters > 30, qPrintable(QString::number(walk.letters)));

        // The menus of a row and of a heading.
        const auto walkOpened = [&](const char* which) {
            QMenu* opened = nullptr;
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                auto* menu = qobject_cast<QMenu*>(widget);
                if (menu && menu->isVisible())
                    opened = menu;
            }
            QVERIFY2(opened, which);
            const int before = walk.letters;
            walk.through(opened->actions(), language + QLatin1Char(' ') + QLatin1String(which));
            QVERIFY2(walk.letters > before, which);
            opened->close();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        RecordView* view = window.positionsPage()->view();
        view->setCurrentIndex(view->model()->index(0, 0));
        Q_EMIT view->contextMenuWanted(view->mapToGlobal(QPoint(20, 20)));
        walkOpened("row");
        Q_EMIT view->header()->customContextMenuRequested(QPoint(5, 5));
        walkOpened("heading");
        QVERIFY2(walk.clashes.isEmpty(), qPrintable(walk.clashes.join(QLatin1Char('\n'))));
    }
};

QTEST_MAIN(TestMenus)
#include "tst_menus.moc"

// SPDX-License-Identifier: MIT
// Pictures of every window and state, for looking at. Takes the folder to write to, and optionally a word that the
// names must contain.
#include "core/documents/document.h"
#include "core/files/durablefile.h"
#include "tests/ui/desk.h"
#include "tests/ui/snapshots.h"
#include "ui/charts/chartspage.h"
#include "ui/dialogs/connectdialog.h"
#include "ui/dialogs/removedialog.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/mainwindow/accountbox.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/views/boxstyle.h"
#include "ui/views/detailsdock.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QStyleFactory>
#include <QTabWidget>
#include <QTemporaryDir>

#include <cstdio>
#include <functional>

using namespace tradestate;

namespace {

const QString paperProgram = QStringLiteral(TRADESTATE_BIN "/paper-session");

struct Picture
{
    QString name;
    std::function<void(MainWindow&)> arrange;
    QString paperFolder = {}; ///< of a picture that shows the real program, by the real clock
};

void settle()
{
    for (int turn = 0; turn < 5; ++turn)
        QApplication::processEvents();
}

/// Turns the event loop until it holds; a picture of something half done would be no use.
void waitFor(const std::function<bool()>& holds)
{
    QDeadlineTimer deadline(std::chrono::seconds(30));
    while (!holds()) {
        if (deadline.hasExpired())
            qFatal("a picture's window was not ready in time");
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    }
    settle();
}

void addBanner(MainWindow& window, const snapshots::Scene& scene)
{
    for (const QString& line : snapshots::bannerLines())
        window.logDock()->addLine(LogLevel::Information, scene.now, line);
}

std::vector<Picture> pictures(const snapshots::Scene& scene)
{
    const auto showing = [&scene](Snapshot snapshot) {
        return [&scene, snapshot = std::move(snapshot)](MainWindow& window) {
            addBanner(window, scene);
            window.showSnapshot(snapshot);
            RecordView* view = window.positionsPage()->view();
            view->setCurrentIndex(view->model()->index(0, 0));
        };
    };
    std::vector<Picture> all;
    all.push_back({ QStringLiteral("first-page"), [](MainWindow& window) {
                       static const QTemporaryDir folder;
                       StateManager::Parts parts;
                       parts.settings.folder = folder.filePath(QStringLiteral("state_fallback"));
                       window.setService(std::make_shared<StateService>(std::move(parts)), false);
                       waitFor([&window] { return window.shown() != nullptr; });
                   } });
    all.push_back({ QStringLiteral("connected"), showing(scene.connected()) });
    all.push_back({ QStringLiteral("pair-states"), [=, &scene](MainWindow& window) {
                       showing(scene.connected())(window);
                       window.tabs()->setCurrentIndex(1);
                       RecordView* view = window.pairStatesPage()->view();
                       view->setCurrentIndex(view->model()->index(2, 0));
                   } });
    all.push_back({ QStringLiteral("charts"), [=, &scene](MainWindow& window) {
                       showing(scene.connected())(window);
                       window.showHistory(scene.history());
                       window.tabs()->setCurrentIndex(2);
                   } });
    all.push_back({ QStringLiteral("filtered"), [=, &scene](MainWindow& window) {
                       showing(scene.connected())(window);
                       window.filterField()->setText(QStringLiteral("btc"));
                       Q_EMIT window.filterField()->returnPressed();
                   } });
    all.push_back({ QStringLiteral("notice"), [=, &scene](MainWindow& window) {
                       showing(scene.connected())(window);
                       window.notice()->show(StatusLevel::Good,
                           QStringLiteral("Backed up 7 positions to "
                                          "/home/desk/state_fallback/trading_state_backup_20250720_100530.json"),
                           { { QStringLiteral("Open folder"), [] {} }, { QStringLiteral("Copy path"), [] {} } });
                   } });
    all.push_back({ QStringLiteral("accounts"), [](MainWindow& window) {
                       static const snapshots::Desk desk;
                       static const bool saved = [] {
                           StateManager::Parts parts = desk.parts(QStringLiteral("bot"));
                           parts.settings.account = QStringLiteral("swing-trading");
                           return StateManager(parts).journalSave(desk.older(), SaveReason::Trade, {}).has_value();
                       }();
                       if (!saved)
                           qFatal("the second account could not be saved");
                       window.setService(desk.service(), true);
                       waitFor([&window] { return window.accountBox()->isWanted(); });
                   } });
    all.push_back({ QStringLiteral("flat"), showing(scene.flat()) });
    all.push_back({ QStringLiteral("empty"), showing(scene.empty()) });
    all.push_back({ QStringLiteral("stale"), showing(scene.stale()) });
    all.push_back({ QStringLiteral("future"), showing(scene.future()) });
    all.push_back({ QStringLiteral("torn"), showing(scene.torn()) });
    all.push_back({ QStringLiteral("fork"), showing(scene.fork()) });
    all.push_back({ QStringLiteral("pending"), showing(scene.pending()) });
    all.push_back({ QStringLiteral("lost"), showing(scene.lost()) });
    all.push_back({ QStringLiteral("unverified"), showing(scene.unverified()) });
    all.push_back({ QStringLiteral("unreachable"), showing(scene.unreachable()) });
    all.push_back({ QStringLiteral("restored"), showing(scene.restored()) });
    all.push_back({ QStringLiteral("viewing"), [=, &scene](MainWindow& window) {
                       showing(scene.connected())(window);
                       showing(scene.viewing())(window);
                   } });
    return all;
}

/// A paper session that has run for a while.
Picture paperPicture()
{
    static const QTemporaryDir home;
    const QString folder = home.filePath(QStringLiteral("paper-session"));
    if (!makeFolder(folder))
        qFatal("no folder");
    QProcess before;
    before.setWorkingDirectory(folder);
    before.start(paperProgram, QStringLiteral("--folder . --speed 0 --bars 150").split(QLatin1Char(' ')));
    if (!before.waitForFinished() || before.exitCode() != 0)
        qFatal("no paper session: %s", before.readAllStandardError().constData());
    return { QStringLiteral("paper-session"),
        [](MainWindow& window) {
            window.actions().tryPaper->trigger();
            waitFor([&window] { return window.shown() && window.logDock()->log()->rowCount({}) > 1; });
        },
        folder };
}

struct DialogPicture
{
    QString name;
    std::function<std::unique_ptr<QDialog>(QWidget*)> make; ///< shown and ready
};

std::vector<DialogPicture> dialogPictures(
    const snapshots::Desk& desk, StateService& service, const std::shared_ptr<const Snapshot>& current)
{
    const auto restoring = [&](RestoreDialog::Request request) {
        return [&service, current, request = std::move(request)](QWidget* parent) -> std::unique_ptr<QDialog> {
            auto dialog = std::make_unique<RestoreDialog>(service, current, request, parent);
            dialog->show();
            waitFor([&] { return dialog->plan() != nullptr || dialog->failure().has_value(); });
            waitFor([&] { return dialog->hasBackups(); });
            return dialog;
        };
    };
    using Purpose = RestoreDialog::Purpose;
    std::vector<DialogPicture> all;
    all.push_back({ QStringLiteral("restore"), restoring({ Purpose::Restore, desk.olderBackup(), {} }) });
    all.push_back({ QStringLiteral("restore-damaged"), restoring({ Purpose::Restore, desk.cutOffBackup(), {} }) });
    all.push_back({ QStringLiteral("remove"),
        restoring({ Purpose::Remove, QStringLiteral("KO.US-PEP.US"), QStringLiteral("closed by hand") }) });
    all.push_back({ QStringLiteral("remove-reason"), [](QWidget* parent) -> std::unique_ptr<QDialog> {
                       auto dialog = std::make_unique<RemoveDialog>(QStringLiteral("KO.US-PEP.US"), false, parent);
                       dialog->show();
                       settle();
                       return dialog;
                   } });
    all.push_back({ QStringLiteral("connect-failing"), [](QWidget* parent) -> std::unique_ptr<QDialog> {
                       Settings settings;
                       settings.influxUrl = QStringLiteral("http://127.0.0.1:9"); // nothing listens there
                       settings.bucket = QStringLiteral("quant-data");
                       settings.token = QStringLiteral("example-token");
                       settings.organisation = QStringLiteral("desk");
                       auto dialog = std::make_unique<ConnectDialog>(
                           settings, QStringLiteral("/home/desk/.config/trading-state-console/.env"), parent);
                       dialog->show();
                       auto* test = dialog->findChild<QPushButton*>(QStringLiteral("test"));
                       test->click();
                       waitFor([test] { return test->isEnabled(); });
                       return dialog;
                   } });
    return all;
}

class Studio
{
public:
    Studio(QString folder, QString word)
        : m_folder(std::move(folder))
        , m_word(std::move(word))
    {
    }

    bool take(const Picture& picture, const snapshots::Scene& scene, const QSize& size, const QString& suffix)
    {
        const QString name = QStringLiteral("%1-%2").arg(picture.name, suffix);
        if (!name.contains(m_word))
            return true;
        MainWindow::Parts parts;
        parts.paper.program = paperProgram; // every console has one beside it
        if (picture.paperFolder.isEmpty())
            parts.clock = scene.clock();
        else
            parts.paper = { paperProgram, picture.paperFolder, [](const Settings& settings) {
                               StateManager::Parts with;
                               with.settings = settings;
                               return std::make_shared<StateService>(std::move(with));
                           } };
        parts.open = [](const QString&, const MainWindow::AccountChoice&, const MainWindow::OpenCallback&) {};
        MainWindow window(std::move(parts));
        window.resize(size);
        window.show();
        settle();
        picture.arrange(window);
        settle();
        return keep(window, name);
    }

    bool take(const DialogPicture& picture, const QSize& size, const QString& suffix)
    {
        const QString name = QStringLiteral("%1-%2").arg(picture.name, suffix);
        if (!name.contains(m_word))
            return true;
        const std::unique_ptr<QDialog> dialog = picture.make(nullptr);
        if (size.isValid())
            dialog->resize(size);
        settle();
        return keep(*dialog, name);
    }

private:
    bool keep(QWidget& widget, const QString& name) const
    {
        const QString path = QDir(m_folder).filePath(name + QStringLiteral(".png"));
        if (widget.grab().save(path))
            return true;
        std::fprintf(stderr, "could not write %s\n", qPrintable(path));
        return false;
    }

    QString m_folder;
    QString m_word;
};

} // namespace

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: screenshots FOLDER [WORD]\n");
        return 2;
    }
    QDir().mkpath(arguments.at(1));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    BoxStyle::install();
    const QFont usual = QApplication::font();
    auto english = snapshots::useLanguage(QStringLiteral("en"));
    const snapshots::Scene scene;
    Studio studio(arguments.at(1), arguments.value(2));
    std::vector<Picture> all = pictures(scene);
    all.push_back(paperPicture());
    const snapshots::Desk desk;
    const std::shared_ptr<StateService> service = desk.service();
    auto loading = service->load();
    waitFor([&] { return loading.isFinished(); });
    if (!loading.result())
        qFatal("the desk cannot be read: %s", qPrintable(describe(loading.result().error())));
    const auto current = std::make_shared<const Snapshot>(*loading.result());
    const std::vector<DialogPicture> dialogs = dialogPictures(desk, *service, current);
    bool good = true;
    const QSize small(1024, 700);
    const QSize large(1600, 1000);

    for (const bool dark : { false, true }) {
        QApplication::setPalette(dark ? snapshots::darkPalette() : snapshots::lightPalette());
        const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        for (const Picture& picture : all) {
            good = studio.take(picture, scene, small, theme + QStringLiteral("-1024")) && good;
            good = studio.take(picture, scene, large, theme + QStringLiteral("-1600")) && good;
        }
        for (const DialogPicture& dialog : dialogs)
            good = studio.take(dialog, {}, theme) && good;
        good = studio.take(dialogs.front(), small, theme + QStringLiteral("-1024")) && good;
    }
    QApplication::setPalette(snapshots::lightPalette());
    QFont twice = usual;
    twice.setPointSizeF(usual.pointSizeF() * 2);
    QApplication::setFont(twice);
    for (const Picture& picture : all)
        good = studio.take(picture, scene, small, QStringLiteral("font200")) && good;
    for (const DialogPicture& dialog : dialogs)
        good = studio.take(dialog, small, QStringLiteral("font200")) && good;
    QApplication::setFont(usual);

    {
        const Picture many { QStringLiteral("many"),
            [&](MainWindow& window) { window.showSnapshot(scene.many(100'000)); } };
        good = studio.take(many, scene, large, QStringLiteral("light-1600")) && good;
    }
    english.reset();
    for (const QString& language : { QStringLiteral("de"), QStringLiteral("fa") }) {
        QLocale::setDefault(QLocale(language));
        // There is no Persian text yet: English, mirrored.
        const auto texts = snapshots::useLanguage(language == QLatin1String("de") ? language : QStringLiteral("en"));
        QApplication::setLayoutDirection(language == QLatin1String("fa") ? Qt::RightToLeft : Qt::LeftToRight);
        for (const Picture& picture : all)
            good = studio.take(picture, scene, small, language) && good;
        for (const DialogPicture& dialog : dialogs)
            good = studio.take(dialog, {}, language) && good;
    }
    return good ? 0 : 1;
}

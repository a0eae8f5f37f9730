// SPDX-License-Identifier: MIT
#include "app/console/servicefactory.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/views/boxstyle.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include <cstdio>
#include <cstring>

using namespace tradestate;

namespace {

/// Translations are built in; those beside the program are for translators at work.
void installTranslations(QApplication& application)
{
    const QLocale locale;
    const auto install = [&](const QString& name, const QStringList& folders) {
        auto* translator = new QTranslator(&application);
        for (const QString& folder : folders) {
            if (translator->load(locale, name, QStringLiteral("_"), folder)) {
                QApplication::installTranslator(translator);
                return;
            }
        }
        delete translator;
    };
    const QString beside = QApplication::applicationDirPath() + QStringLiteral("/translations");
    install(QStringLiteral("qtbase"), { QLibraryInfo::path(QLibraryInfo::TranslationsPath) });
    install(QStringLiteral("trading_state"), { QStringLiteral(":/i18n"), beside });
}

struct Options
{
    QString view;
    bool sample = false;
    QString envFile;
    SettingOverrides overrides;
};

/// Ends the program for --help, --version and wrong use.
Options readOptions(const QCoreApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("Console",
        "Shows, backs up and restores the state that a pairs-trading system has on record. It never sends an order."));
    const auto text = [](const char* source) { return QApplication::translate("Console", source); };
    const QCommandLineOption view(QStringLiteral("view"),
        text(QT_TRANSLATE_NOOP("Console", "Look at a file; nothing is changed.")), QStringLiteral("FILE"));
    const QCommandLineOption sample(
        QStringLiteral("sample"), text(QT_TRANSLATE_NOOP("Console", "Look at the built-in sample.")));
    const QCommandLineOption env(QStringLiteral("env-file"),
        text(QT_TRANSLATE_NOOP("Console", "The settings (.env) to use, such as the trading system's.")),
        QStringLiteral("FILE"));
    const QCommandLineOption folder(QStringLiteral("folder"),
        text(QT_TRANSLATE_NOOP("Console", "The folder of journal, backups and log.")), QStringLiteral("DIR"));
    const QCommandLineOption readOnly(
        QStringLiteral("read-only"), text(QT_TRANSLATE_NOOP("Console", "Never write to the record.")));
    parser.addOptions({ view, sample, env, folder, readOnly });
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);
    Options options;
    if (!parser.positionalArguments().isEmpty()) {
        std::fprintf(stderr, "%s\n",
            qPrintable(text(QT_TRANSLATE_NOOP("Console", "Unexpected argument: %1 (to look at a file: --view FILE)"))
                           .arg(parser.positionalArguments().constFirst())));
        std::exit(2);
    }
    options.view = parser.value(view);
    options.sample = parser.isSet(sample);
    options.envFile = parser.value(env);
    if (parser.isSet(folder))
        options.overrides[QStringLiteral("TRADING_STATE_FALLBACK_DIR")]
            = QFileInfo(parser.value(folder)).absoluteFilePath();
    if (parser.isSet(readOnly))
        options.overrides[QStringLiteral("TRADING_STATE_READ_ONLY")] = QStringLiteral("true");
    return options;
}

/// Help and version need no display.
bool asksOnlyForText(int argc, char** argv)
{
    for (int at = 1; at < argc; ++at) {
        for (const char* option : { "--help", "-h", "--help-all", "--version", "-v" }) {
            if (std::strcmp(argv[at], option) == 0)
                return true;
        }
    }
    return false;
}

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("trading-state-console"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TRADESTATE_VERSION));
}

} // namespace

int main(int argc, char* argv[])
{
    if (asksOnlyForText(argc, argv)) {
        const QCoreApplication application(argc, argv);
        nameApplication();
        static_cast<void>(readOptions(application));
        return 0;
    }
    QApplication application(argc, argv);
    nameApplication();
    BoxStyle::install();
    QGuiApplication::setApplicationDisplayName(QString());
    QGuiApplication::setDesktopFileName(QStringLiteral("trading-state-console"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/application.svg")));
    installTranslations(application);
    Options options = readOptions(application);

    auto layout = std::make_shared<QSettings>(
        QSettings::IniFormat, QSettings::UserScope, QStringLiteral("trading-state-console"), QStringLiteral("console"));
    const ServiceFactory factory(options.overrides);
    MainWindow::Parts parts;
    parts.layout = layout;
    parts.configEnvFile = ServiceFactory::configEnvFile();
    parts.open = [&factory, &application](const QString& envFile, const MainWindow::AccountChoice& account,
                     const MainWindow::OpenCallback& done) {
        factory.open(envFile, account, &application, [done](Result<ServiceFactory::Opened> opened) {
            if (opened)
                done(std::move(opened->service), opened->configured);
            else
                done(tl::unexpected(opened.error()), false);
        });
    };
    parts.forViewing = [&factory] { return factory.forViewing(); };
    parts.paper = { QCoreApplication::applicationDirPath() + QStringLiteral("/paper-session"),
        ServiceFactory::paperFolder(), &ServiceFactory::serviceOf };
    MainWindow window(std::move(parts));
    window.show();

    // The .env that was chosen last, unless this start names another one.
    const bool named
        = !options.envFile.isEmpty() || !options.overrides.empty() || QFileInfo::exists(QStringLiteral(".env"));
    const QString kept = layout->value(QStringLiteral("envFile")).toString();
    if (!named && QFileInfo::exists(kept))
        options.envFile = kept;
    MainWindow::AtStart atStart;
    atStart.envFile = options.envFile;
    if (!options.view.isEmpty())
        atStart.view = QFileInfo(options.view).absoluteFilePath();
    atStart.sample = options.sample;
    window.openAtStart(atStart);
    return QApplication::exec();
}

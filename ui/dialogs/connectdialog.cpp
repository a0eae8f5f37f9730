// SPDX-License-Identifier: MIT
#include "ui/dialogs/connectdialog.h"

#include "core/config/envwriter.h"
#include "core/config/secretstore.h"
#include "core/files/durablefile.h"
#include "core/influx/influxaddress.h"
#include "ui/dialogs/connectiontester.h"
#include "ui/models/erroradvice.h"
#include "ui/models/tooltips.h"
#include "ui/models/whendone.h"

#include <QAction>
#include <QCheckBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QStyle>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace tradestate {

namespace {

constexpr int checkRole = Qt::UserRole + 1;

QString checkName(ConnectionCheck check)
{
    switch (check) {
    case ConnectionCheck::ServerAnswers:
        return ConnectDialog::tr("Server answers");
    case ConnectionCheck::Version:
        return ConnectDialog::tr("Which version");
    case ConnectionCheck::TokenAccepted:
        return ConnectDialog::tr("Token accepted");
    case ConnectionCheck::BucketFound:
        return ConnectDialog::tr("Bucket found");
    case ConnectionCheck::MayRead:
        return ConnectDialog::tr("May read");
    case ConnectionCheck::MayWrite:
        return ConnectDialog::tr("May write");
    case ConnectionCheck::ClockAgrees:
        return ConnectDialog::tr("Clock agrees");
    case ConnectionCheck::Stored:
        return ConnectDialog::tr("What is stored there");
    }
    return {};
}

QString outcomeSign(CheckOutcome outcome)
{
    switch (outcome) {
    case CheckOutcome::Passed:
        return QStringLiteral("✔");
    case CheckOutcome::Warned:
        return QStringLiteral("⚠");
    case CheckOutcome::Failed:
        return QStringLiteral("✘");
    case CheckOutcome::NotReached:
        return QStringLiteral("○");
    }
    return {};
}

constexpr std::array allChecks { ConnectionCheck::ServerAnswers, ConnectionCheck::Version,
    ConnectionCheck::TokenAccepted, ConnectionCheck::BucketFound, ConnectionCheck::MayRead, ConnectionCheck::MayWrite,
    ConnectionCheck::ClockAgrees, ConnectionCheck::Stored };

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

Result<void> updateEnvFile(const QString& path, const std::map<QString, QString>& values)
{
    QString text;
    if (QFileInfo::exists(path)) {
        const auto before = readWholeFile(path, size_t(1) << 20);
        if (!before)
            return tl::unexpected<Error>(before.error());
        text = QString::fromStdString(*before);
    }
    const auto after = withEnvSettings(text, values);
    if (!after)
        return tl::unexpected<Error>(after.error());
    if (auto folder = makeFolder(QFileInfo(path).absolutePath()); !folder)
        return folder;
    return writeDurably(path, after->toStdString(), WriteMode::Replace);
}

} // namespace

ConnectDialog::ConnectDialog(const Settings& start, QString envFile, QWidget* parent)
    : QDialog(parent)
    , m_envFile(std::move(envFile))
    , m_tester(new ConnectionTester(this))
{
    setWindowTitle(tr("Connect to InfluxDB"));
    buildLayout(start);
    connect(m_tester, &ConnectionTester::checked, this, &ConnectDialog::showCheck);
    connect(m_tester, &ConnectionTester::finished, this, &ConnectDialog::showEnd);
    fieldsEdited();
    resize(640, 620);
}

ConnectDialog::~ConnectDialog() = default;

void ConnectDialog::buildLayout(const Settings& start)
{
    const auto edit = [this](const QString& text, const QString& placeholder, const QString& name) {
        auto* line = new QLineEdit(text, this);
        line->setPlaceholderText(placeholder);
        line->setObjectName(name);
        connect(line, &QLineEdit::textChanged, this, &ConnectDialog::fieldsEdited);
        return line;
    };
    m_url = edit(start.influxUrl, QStringLiteral("http://localhost:8086"), QStringLiteral("url"));
    m_organisation = edit(start.organisation, tr("only for InfluxDB 2.x"), QStringLiteral("organisation"));
    m_bucket = edit(start.bucket, tr("bucket; the database for 1.x and 3.x"), QStringLiteral("bucket"));
    m_token = edit(start.token, tr("token; user:password for 1.x"), QStringLiteral("token"));
    m_token->setEchoMode(QLineEdit::Password);
    m_account = edit(start.account, QStringLiteral("default"), QStringLiteral("account"));
    auto* eye = m_token->addAction(
        QIcon::fromTheme(QStringLiteral("view-visible"), style()->standardIcon(QStyle::SP_FileDialogContentsView)),
        QLineEdit::TrailingPosition);
    eye->setCheckable(true);
    eye->setText(tr("Show the token"));
    eye->setToolTip(tr("Show the token"));
    connect(eye, &QAction::toggled, this,
        [this](bool shown) { m_token->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password); });

    m_inKeychain = new QCheckBox(tr("&Keep the token in the system's keychain"), this);
    m_inKeychain->setObjectName(QStringLiteral("inKeychain"));
    // A token that was kept there must not end up in a file because somebody corrected the bucket.
    m_inKeychain->setChecked(start.tokenFromKeychain);
    m_plainHttp = new QCheckBox(tr("Allow unencrypted &http: I trust this network"), this);
    setPlainToolTip(*m_plainHttp, tr("The token and the record can be read by everybody on the way to the server."));
    m_plainHttp->setObjectName(QStringLiteral("plainHttp"));
    m_plainHttp->setChecked(start.allowPlainHttp);
    connect(m_plainHttp, &QCheckBox::toggled, this, &ConnectDialog::fieldsEdited);

    m_fields = new QWidget(this);
    auto* form = new QFormLayout(m_fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("&URL"), m_url);
    form->addRow(tr("&Organisation"), m_organisation);
    form->addRow(tr("&Bucket"), m_bucket);
    form->addRow(tr("&Token"), m_token);
    form->addRow(tr("&Account"), m_account);
    form->addRow(QString(), m_inKeychain);
    form->addRow(QString(), plainLabel(tr("Else it is kept in the .env file, readable by you alone."), m_fields));
    form->addRow(QString(), m_plainHttp);

    m_steps = new QListWidget(this);
    m_steps->setObjectName(QStringLiteral("steps"));
    m_steps->setAccessibleName(tr("Steps of the test"));
    m_steps->setSelectionMode(QAbstractItemView::NoSelection);
    m_steps->setWordWrap(true);
    for (const ConnectionCheck check : allChecks) {
        auto* item = new QListWidgetItem(m_steps);
        item->setData(checkRole, static_cast<int>(check));
    }
    m_message = plainLabel(QString(), this);
    m_message->setObjectName(QStringLiteral("message"));
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    m_test = new QPushButton(tr("T&est"), this);
    m_test->setObjectName(QStringLiteral("test"));
    m_test->setDefault(true);
    m_save = new QPushButton(tr("&Save and connect"), this);
    m_save->setObjectName(QStringLiteral("save"));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    connect(m_test, &QPushButton::clicked, this, &ConnectDialog::startTest);
    connect(m_save, &QPushButton::clicked, this, &ConnectDialog::save);
    connect(cancel, &QPushButton::clicked, this, &ConnectDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_test);
    buttons->addWidget(m_save);

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_fields);
    layout->addWidget(m_steps, 1);
    layout->addWidget(m_message);
    layout->addWidget(plainLabel(tr("Saved in %1").arg(m_envFile), this));
    layout->addLayout(buttons);
}

void ConnectDialog::fieldsEdited()
{
    // A test says something about the fields as they were: one that still runs is of no use any more.
    m_tester->stop();
    m_testing = false;
    m_proven = false;
    showNotTested();
    const QUrl url(m_url->text().trimmed());
    const bool remotePlain = url.scheme() == QLatin1String("http") && !url.host().isEmpty() && !isLoopback(url.host());
    m_plainHttp->setVisible(remotePlain);
    showMessage(QString());
    updateButtons();
}

void ConnectDialog::showNotTested()
{
    for (const ConnectionCheck check : allChecks)
        showCheck({ check, CheckOutcome::NotReached, QString(), std::nullopt });
}

QString ConnectDialog::whyNotTest() const
{
    const QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
        return tr("Enter the server's address, such as http://localhost:8086.");
    if (m_bucket->text().trimmed().isEmpty())
        return tr("Enter the bucket (the database for InfluxDB 1.x and 3.x).");
    return QString();
}

InfluxSettings ConnectDialog::influxSettings() const
{
    InfluxSettings settings;
    settings.url = m_url->text().trimmed();
    settings.token = m_token->text();
    settings.organisation = m_organisation->text().trimmed();
    settings.bucket = m_bucket->text().trimmed();
    settings.allowPlainHttp = !m_plainHttp->isHidden() && m_plainHttp->isChecked();
    settings.retryAttempts = 1; // a person is waiting and can press the button again
    settings.timeoutSeconds = 10;
    settings.deadlineSeconds = 30;
    return settings;
}

void ConnectDialog::startTest()
{
    if (const QString reason = whyNotTest(); !reason.isEmpty()) {
        showMessage(reason);
        return;
    }
    m_proven = false;
    m_testing = true;
    showNotTested();
    showMessage(tr("Testing …"));
    updateButtons();
    const QString account = m_account->text().trimmed();
    m_tester->start(influxSettings(), account.isEmpty() ? QStringLiteral("default") : account);
}

void ConnectDialog::showCheck(const ConnectionCheckResult& result)
{
    for (int row = 0; row < m_steps->count(); ++row) {
        QListWidgetItem* item = m_steps->item(row);
        if (item->data(checkRole).toInt() != static_cast<int>(result.check))
            continue;
        QString text = outcomeSign(result.outcome) + QLatin1Char(' ') + checkName(result.check);
        if (!result.found.isEmpty())
            text += QStringLiteral(": ") + result.found;
        // What stops the test is told once, below the list, where it can be copied.
        if (result.error && result.outcome != CheckOutcome::Failed)
            text += QStringLiteral("\n     ") + describeInWindow(*result.error);
        item->setText(text);
        item->setForeground(palette().brush(
            result.outcome == CheckOutcome::NotReached ? QPalette::Disabled : QPalette::Active, QPalette::Text));
    }
}

void ConnectDialog::showEnd(const std::vector<ConnectionCheckResult>& results)
{
    m_testing = false;
    const auto failed = std::find_if(results.begin(), results.end(),
        [](const ConnectionCheckResult& result) { return result.outcome == CheckOutcome::Failed; });
    const bool mayNotWrite = std::any_of(results.begin(), results.end(), [](const ConnectionCheckResult& result) {
        return result.check == ConnectionCheck::MayWrite && result.outcome == CheckOutcome::Warned;
    });
    m_proven = failed == results.end() && !results.empty();
    if (failed != results.end() && failed->error)
        showMessage(describeInWindow(*failed->error));
    else if (mayNotWrite)
        showMessage(
            tr("The connection works for reading. The console will be read-only; backups to files still work."));
    else
        showMessage(tr("The connection works."));
    updateButtons();
}

void ConnectDialog::save()
{
    setSaving(true);
    if (!m_inKeychain->isChecked() || m_token->text().isEmpty()) {
        writeEnv(true);
        return;
    }
    showMessage(tr("Storing the token in the keychain …"));
    SecretStore().storeToken(
        m_url->text().trimmed(), m_token->text(), [self = QPointer<ConnectDialog>(this)](const Result<void>& stored) {
            if (!self)
                return;
            if (stored)
                self->writeEnv(false);
            else
                self->showSaveFailed(stored.error());
        });
}

void ConnectDialog::writeEnv(bool withToken)
{
    const std::map<QString, QString> values {
        { QStringLiteral("TRADING_STATE_DB_TYPE"), QStringLiteral("influxdb") },
        { QStringLiteral("TRADING_STATE_INFLUXDB_URL"), m_url->text().trimmed() },
        { QStringLiteral("TRADING_STATE_INFLUXDB_ORG"), m_organisation->text().trimmed() },
        { QStringLiteral("TRADING_STATE_INFLUXDB_BUCKET"), m_bucket->text().trimmed() },
        { QStringLiteral("TRADING_STATE_INFLUXDB_TOKEN"), withToken ? m_token->text() : QString() },
        { QStringLiteral("TRADING_STATE_ACCOUNT"), m_account->text().trimmed() },
        { QStringLiteral("TRADING_STATE_ALLOW_PLAIN_HTTP"),
            influxSettings().allowPlainHttp ? QStringLiteral("true") : QString() },
    };
    // The disk may be slow; the window must not be.
    const auto write = [file = m_envFile](const std::map<QString, QString>& all) { return updateEnvFile(file, all); };
    whenDone(QtFuture::makeReadyFuture(values).then(QtFuture::Launch::Async, write), this,
        [this](const Result<void>& written) {
            if (written)
                accept();
            else
                showSaveFailed(written.error());
        });
}

void ConnectDialog::setSaving(bool saving)
{
    // What is written is what was tested.
    m_saving = saving;
    m_fields->setEnabled(!saving);
    updateButtons();
}

void ConnectDialog::showSaveFailed(const Error& error)
{
    setSaving(false);
    showMessage(describeInWindow(error));
}

void ConnectDialog::showMessage(const QString& text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

void ConnectDialog::updateButtons()
{
    const QString reason = whyNotTest();
    m_test->setEnabled(!m_testing && !m_saving && reason.isEmpty());
    m_test->setToolTip(reason);
    m_save->setEnabled(!m_testing && !m_saving && m_proven);
    m_save->setToolTip(m_proven ? QString() : tr("Test the connection first."));
}

} // namespace tradestate

// SPDX-License-Identifier: MIT
#include "ui/dialogs/openfiledialog.h"

#include <QFileIconProvider>

namespace tradestate {

namespace {

class NameOnlyIcons final : public QFileIconProvider
{
public:
    [[nodiscard]] QIcon icon(const QFileInfo& info) const override
    {
        return QFileIconProvider::icon(info.isDir() ? Folder : File);
    }
    [[nodiscard]] QString type(const QFileInfo& info) const override { return info.suffix(); }
    using QFileIconProvider::icon;
};

} // namespace

QFileDialog* newOpenFileDialog(
    QWidget* parent, const QString& title, const QString& folder, const QStringList& nameFilters)
{
    static NameOnlyIcons icons; // the dialog does not own it
    auto* dialog = new QFileDialog(parent, title);
    dialog->setIconProvider(&icons);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(nameFilters);
    dialog->setDirectory(folder);
    return dialog;
}

} // namespace tradestate

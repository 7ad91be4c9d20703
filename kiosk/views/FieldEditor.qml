import QtQuick
import kiosk.ui

// Writing a value anew: keyboard for words, number pad for digits.
Rectangle {
    id: editor

    required property QtObject model
    required property string fieldId
    readonly property Item page: sheet
    readonly property var line: model.lineOf(fieldId)

    signal closed()

    color: Theme.ground

    MouseArea {
        anchors.fill: parent
    }
    StepPage {
        id: sheet

        anchors.fill: parent
        lead: "edit_lead"
        maxWidth: 1000
        name: "edit"
        title: "kind_" + editor.line.kind

        Entry {
            id: entry

            maximumLength: editor.line.pad ? 20 : 4000
            objectName: "edit.value"
            text: editor.line.value
            width: parent.width

            Component.onCompleted: forceActiveFocus()
        }
        NumberPad {
            extra: editor.line.kind === "id_number" ? "X" : editor.line.kind === "phone" ? "" : "."
            name: "edit"
            visible: editor.line.pad
            width: parent.width

            onErased: entry.text = entry.text.slice(0, -1)
            onTyped: key => entry.text += key
        }

        actions: [
            BigButton {
                enabled: entry.text.trim() !== ""
                look: "main"
                objectName: "edit.done"
                picture: "check"
                width: (sheet.innerWidth - sheet.actionsSpacing) * 0.6
                word: "edit_done"

                onClicked: {
                    editor.model.change(editor.fieldId, entry.text)
                    editor.closed()
                }
            },
            BigButton {
                objectName: "edit.cancel"
                picture: "back"
                width: (sheet.innerWidth - sheet.actionsSpacing) * 0.4
                word: "edit_cancel"

                onClicked: editor.closed()
            }
        ]
    }
}

import QtQuick
import kiosk.ui

// Writing a value anew: finger or Pinyin for words, number pad for digits; a keyboard works for both.
Rectangle {
    id: editor

    required property QtObject model
    required property string fieldId
    readonly property Item page: sheet
    readonly property var line: model.lineOf(fieldId)
    readonly property string written: line.pad ? figure.text : words.text

    signal closed()

    color: Theme.ground

    MouseArea {
        anchors.fill: parent
    }
    StepPage {
        id: sheet

        anchors.fill: parent
        crowded: true
        lead: sheet.portrait ? "edit_lead" : ""
        name: "edit"
        title: "kind_" + editor.line.kind

        Entry {
            id: figure

            maximumLength: 20
            objectName: "edit.value"
            text: editor.line.value
            visible: editor.line.pad
            width: parent.width

            Component.onCompleted: if (visible) forceActiveFocus()
        }
        LongEntry {
            id: words

            entryName: "edit.value"
            lines: sheet.portrait ? 5 : shell.large ? 1 : 2
            text: editor.line.value
            visible: !editor.line.pad
            width: parent.width

            Component.onCompleted: if (visible) take()
        }
        NumberPad {
            // two rows where large type on a low screen leaves no room for four
            columns: !sheet.portrait && shell.large ? 6 : 3
            extra: editor.line.kind === "id_number" ? "X" : editor.line.kind === "phone" ? "" : "."
            name: "edit"
            visible: editor.line.pad
            width: parent.width

            onErased: figure.eraseOne()
            onTyped: key => figure.write(key)
        }
        WritingPad {
            aside: !sheet.portrait
            name: "edit"
            room: sheet.inSight - words.height - Theme.gap
            visible: !editor.line.pad
            width: parent.width

            onErased: words.eraseOne()
            onTyped: text => words.write(text)
        }

        actions: [
            BigButton {
                enabled: editor.written.trim() !== ""
                look: "main"
                objectName: "edit.done"
                picture: "check"
                width: (sheet.innerWidth - sheet.actionsSpacing) * 0.6
                word: "edit_done"

                onClicked: {
                    editor.model.change(editor.fieldId, editor.written)
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

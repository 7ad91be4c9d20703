import QtQuick
import kiosk.ui

// Number and query code as on the slip, typed on large keys.
StepPage {
    id: view

    required property QtObject model
    // which line the keys write into: the one touched last, also after a sheet lay over it
    property bool first: true

    function key(face) {
        if (face === "<")
            (first ? number : code).eraseOne()
        else
            (first ? number : code).write(face)
    }

    lead: portrait ? "ask_code_lead" : ""
    name: "ask.code"
    title: "ask_code_title"

    Component.onCompleted: {
        number.text = model.known
        model.known ? code.forceActiveFocus() : number.forceActiveFocus()
    }

    AskSaid {
        model: view.model
        width: parent.width
    }
    Grid {
        columnSpacing: 40
        columns: view.portrait ? 1 : 2
        rowSpacing: Theme.gap
        width: parent.width

        Column {
            spacing: 16
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.42

            Pair {
                width: parent.width
                word: "receipt_number"
            }
            Entry {
                id: number

                font.capitalization: Font.AllUppercase
                maximumLength: 38
                objectName: "ask.number"
                width: parent.width

                onActiveFocusChanged: if (activeFocus) view.first = true
            }
            Pair {
                width: parent.width
                word: "receipt_query_code"
            }
            Entry {
                id: code

                font.capitalization: Font.AllUppercase
                maximumLength: 20
                objectName: "ask.query"
                width: parent.width

                onActiveFocusChanged: if (activeFocus) view.first = false
            }
        }
        LetterPad {
            name: "ask"
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.58

            onPressed: face => view.key(face)
        }
    }

    actions: BigButton {
        enabled: number.text.trim().length > 3 && code.text.trim().length > 3 && view.model.work === ""
        look: "main"
        objectName: "ask.done"
        picture: "next"
        width: view.innerWidth
        word: "ask_done"

        onClicked: view.model.typed(number.text, code.text)
    }
}

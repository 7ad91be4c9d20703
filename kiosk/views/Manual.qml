import QtQuick
import kiosk.ui

// Name and number of somebody by hand. The pad follows the line that is being written.
StepPage {
    id: view

    required property QtObject model
    // which line the pad writes into: the one touched last, also after a sheet lay over it
    property bool naming: true
    // a code of GA/T 517, or "none"
    property string document: "111"
    readonly property bool resident: document === "111"
    readonly property string verdict: view.model.judge(number.text, document)

    // somebody who is not here may not know the number by heart
    property bool numberNeeded: true
    property string closeWord: "manual_close"
    property string closePicture: "card"

    signal closed()
    signal typed(string name, string number, string document)

    function choose(code) {
        choosing.visible = false
        if (code !== document)
            number.text = ""
        document = code
        naming = code === "none"
        naming ? nameEntry.forceActiveFocus() : number.forceActiveFocus()
    }

    crowded: true
    lead: "manual_lead"
    name: "manual"
    title: "manual_title"

    Component.onCompleted: nameEntry.forceActiveFocus()

    Grid {
        columnSpacing: 48
        columns: view.portrait ? 1 : 2
        rowSpacing: Theme.gap
        width: parent.width

        Column {
            id: entries

            // large type on a low screen: all of it at a glance
            spacing: view.portrait || !shell.large ? Theme.gap : 10
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            Pair {
                size: Theme.body
                width: parent.width
                word: "manual_name"
            }
            Entry {
                id: nameEntry

                maximumLength: 120
                objectName: "manual.name"
                width: parent.width

                onActiveFocusChanged: if (activeFocus) view.naming = true
            }
            Item {
                height: Math.max(label.height, another.height)
                width: parent.width

                Pair {
                    id: label

                    anchors.verticalCenter: parent.verticalCenter
                    both: !shell.large
                    size: Theme.body
                    width: parent.width - another.width - 20
                    word: view.resident ? "manual_number" : "document_" + view.document
                }
                BigButton {
                    id: another

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    both: view.portrait
                    compact: true
                    objectName: "manual.document"
                    picture: "down"
                    tight: true
                    word: "manual_document"

                    onClicked: choosing.visible = true
                }
            }
            Entry {
                id: number

                font.pixelSize: Theme.heading
                font.capitalization: Font.AllUppercase
                maximumLength: view.resident ? 18 : 30
                objectName: "manual.number"
                validator: RegularExpressionValidator { regularExpression: view.resident ? /[0-9]{0,17}[0-9Xx]?/ : /[0-9A-Za-z()\-]*/ }
                visible: view.document !== "none"
                width: parent.width

                onActiveFocusChanged: if (activeFocus) view.naming = false
            }
            Row {
                spacing: 16
                visible: !view.naming && view.resident
                width: parent.width

                Pictogram {
                    id: sign

                    color: view.verdict === "wrong" ? Theme.seal : view.verdict === "good" ? Theme.good : Theme.soft
                    name: view.verdict === "wrong" ? "alert" : view.verdict === "good" ? "check" : "info"
                    side: Math.round(48 * Theme.grow)
                }
                Say {
                    color: sign.color
                    size: Theme.small
                    values: [18 - number.text.length]
                    width: parent.width - sign.width - parent.spacing
                    word: "manual_verdict_" + view.verdict
                }
            }
        }
        WritingPad {
            marks: "·"
            mostHeight: Math.round(250 * Theme.grow)
            name: "manual"
            room: view.portrait ? view.inSight - entries.height - Theme.gap : view.inSight
            visible: view.naming
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            onErased: nameEntry.eraseOne()
            onTyped: text => nameEntry.write(text)
        }
        NumberPad {
            // two rows where large type leaves no room for four
            columns: view.portrait && shell.large ? 6 : 3
            name: "manual"
            visible: !view.naming && view.resident
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            onErased: number.text = number.text.slice(0, -1)
            onTyped: key => {
                if (number.text.length < 17 ? key !== "X" : number.text.length < 18)
                    number.text += key
            }
        }
        LetterPad {
            name: "manual"
            visible: !view.naming && !view.resident
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            onPressed: face => face === "<" ? number.eraseOne() : number.write(face)
        }
    }
    readonly property Sheet choosing: Sheet {
        // beside the column of the page, which lays out what it holds
        parent: view

        Say {
            align: Text.AlignHCenter
            bold: true
            size: Theme.title
            width: parent.width
            word: "manual_document_ask"
        }
        Grid {
            columnSpacing: 20
            columns: 2
            rowSpacing: 20
            width: parent.width

            Repeater {
                model: ["111", "414", "516", "511", "553", "114", "none"]

                BigButton {
                    required property string modelData

                    compact: true
                    look: view.document === modelData ? "main" : "plain"
                    objectName: "manual.document." + modelData
                    picture: view.document === modelData ? "check" : ""
                    size: Theme.small
                    width: (parent.width - parent.columnSpacing) / 2
                    word: "document_" + modelData

                    onClicked: view.choose(modelData)
                }
            }
        }
    }

    actions: [
        BigButton {
            enabled: nameEntry.text.trim() !== "" && (view.verdict === "good" || (!view.numberNeeded && view.verdict === "empty"))
            look: "main"
            objectName: "manual.done"
            picture: "next"
            width: (view.innerWidth - view.actionsSpacing) * 0.6
            word: "manual_done"

            onClicked: view.typed(nameEntry.text, number.text, view.document)
        },
        BigButton {
            objectName: "manual.close"
            picture: view.closePicture
            width: (view.innerWidth - view.actionsSpacing) * 0.4
            word: view.closeWord

            onClicked: view.closed()
        }
    ]
}

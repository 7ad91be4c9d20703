import QtQuick
import kiosk.ui

// Forms to print: what each is for, and one tap.
StepPage {
    id: view

    required property QtObject model

    lead: model.onPaper ? "papers_lead" : "papers_lead_slip"
    name: "papers"
    title: "papers_title"

    SheetStatus {
        model: view.model
        width: parent.width
    }
    BigButton {
        objectName: "papers.slip"
        picture: "page"
        visible: view.model.onPaper && !view.model.asSlip && view.model.printState === "failed"
        width: parent.width
        word: "papers_as_slip"

        onClicked: view.model.choose(view.model.chosen, false, shell.locale)
    }
    Repeater {
        model: view.model.blanks

        Panel {
            id: blank

            required property var modelData

            padding: 24
            width: view.innerWidth

            Grid {
                columnSpacing: 24
                columns: view.portrait ? 1 : 2
                rowSpacing: 16
                verticalItemAlignment: Grid.AlignVCenter
                width: parent.width

                Row {
                    spacing: 24
                    width: view.portrait ? parent.width : parent.width - 380 * Theme.grow - 24

                    Pictogram {
                        id: mark

                        color: Theme.main
                        name: blank.modelData.picture
                        side: Math.round(72 * Theme.grow)
                    }
                    Column {
                        spacing: 4
                        width: parent.width - mark.width - parent.spacing

                        Plain {
                            font.bold: true
                            text: Words.chinese ? blank.modelData.zh : blank.modelData.en
                            width: parent.width
                        }
                        Plain {
                            color: Theme.soft
                            font.pixelSize: Math.max(24, Math.round(Theme.small * 0.85))
                            text: Words.chinese ? blank.modelData.en : blank.modelData.zh
                            width: parent.width
                        }
                        Plain {
                            font.pixelSize: Theme.small
                            text: Words.chinese ? blank.modelData.whenZh : blank.modelData.whenEn
                            width: parent.width
                        }
                    }
                }
                BigButton {
                    compact: true
                    enabled: view.model.printState !== "printing"
                    objectName: "papers.print." + blank.modelData.key
                    picture: "printer"
                    width: view.portrait ? parent.width : 380 * Theme.grow
                    word: view.model.onPaper ? "papers_print" : "papers_print_slip"

                    onClicked: view.model.choose(blank.modelData.key, view.model.onPaper, shell.locale)
                }
            }
        }
    }
}

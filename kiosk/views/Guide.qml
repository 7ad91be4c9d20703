import QtQuick
import kiosk.ui

// One-time notice in two taps: what it is about, then which of these.
StepPage {
    id: view

    required property QtObject model
    readonly property string sheet: model.page
    readonly property int across: view.portrait ? 2 : 4

    lead: sheet === "groups" ? "guide_lead" : sheet === "topics" ? "guide_topics_lead" : ""
    name: "guide"
    spacing: sheet === "topics" ? 20 : Theme.gap
    title: sheet === "groups" ? "guide_title" : sheet === "topics" ? "guide_topics" : "guide_needs"

    Grid {
        columns: view.across
        spacing: Theme.gap
        visible: view.sheet === "groups"
        width: parent.width

        Repeater {
            model: view.sheet === "groups" ? view.model.groups : []

            Tile {
                required property var modelData

                height: Math.max(implicitHeight, Math.round(250 * Theme.grow))
                objectName: "guide.group." + modelData.key
                other: Words.chinese ? modelData.en : modelData.zh
                picture: modelData.picture
                side: Math.round(110 * Theme.grow)
                text: Words.chinese ? modelData.zh : modelData.en
                width: (view.innerWidth - (view.across - 1) * Theme.gap) / view.across
                word: ""

                onClicked: view.model.chooseGroup(modelData.key)
            }
        }
    }
    Repeater {
        model: view.sheet === "topics" ? view.model.topics : []

        BigButton {
            required property var modelData

            objectName: "guide.topic." + modelData.key
            other: Words.chinese ? modelData.en : modelData.zh
            picture: "page"
            size: Theme.heading
            text: Words.chinese ? modelData.zh : modelData.en
            width: view.innerWidth
            word: ""

            onClicked: view.model.chooseTopic(modelData.key)
        }
    }
    Plain {
        color: Theme.main
        font.bold: true
        font.pixelSize: Theme.heading
        text: (Words.chinese ? view.model.title.zh : view.model.title.en) + "　" + (Words.chinese ? view.model.title.en : view.model.title.zh)
        visible: view.sheet === "topic"
        width: parent.width
    }
    SheetStatus {
        model: view.model
        width: parent.width
    }
    Grid {
        columns: view.portrait ? 1 : 2
        spacing: 20
        visible: view.sheet === "topic"
        width: parent.width

        Repeater {
            model: view.model.sections

            Panel {
                id: part

                required property var modelData

                padding: 24
                spacing: 12
                width: view.portrait ? parent.width : (parent.width - 20) / 2

                Plain {
                    color: Theme.main
                    font.bold: true
                    text: (Words.chinese ? part.modelData.heading : part.modelData.english) + "　" + (Words.chinese ? part.modelData.english : part.modelData.heading)
                    width: parent.width
                }
                Repeater {
                    model: part.modelData.lines

                    Row {
                        id: line

                        required property var modelData

                        spacing: 16
                        width: part.width - 2 * part.padding

                        Pictogram {
                            id: tick

                            color: Theme.main
                            name: "check"
                            side: Math.round(32 * Theme.grow)
                        }
                        Column {
                            width: parent.width - tick.width - parent.spacing

                            Plain {
                                font.pixelSize: Math.round(Theme.small * 1.08)
                                text: Words.chinese ? line.modelData.zh : line.modelData.en
                                width: parent.width
                            }
                            Plain {
                                color: Theme.soft
                                font.pixelSize: Math.max(24, Math.round(Theme.small * 0.8))
                                text: Words.chinese ? line.modelData.en : line.modelData.zh
                                visible: view.portrait
                                width: parent.width
                            }
                        }
                    }
                }
            }
        }
    }

    actions: [
        BigButton {
            enabled: view.model.printState !== "printing"
            look: "main"
            objectName: "guide.print"
            picture: "printer"
            visible: view.sheet === "topic"
            width: view.innerWidth
            word: "guide_print"

            onClicked: view.model.printSheet(shell.locale)
        }
    ]
}

import QtQuick
import kiosk.ui

// The hall information every visitor may ask for (条例 Art. 18: address, phone, hours, how to ask progress), and the start.
Item {
    id: view

    required property QtObject model
    readonly property bool portrait: width < height * 1.25
    readonly property Item page: view
    // large type, and little height for it
    readonly property bool low: !portrait && shell.large
    readonly property bool overflows: scroll.contentHeight > height + 1
    readonly property bool atEnd: scroll.contentHeight - scroll.height - scroll.contentY < 8

    function turn() {
        scroll.contentY = atEnd ? 0 : scroll.contentHeight - scroll.height
    }

    Flickable {
        id: scroll

        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: sheet.height + 48
        contentWidth: width
        interactive: view.overflows

        Grid {
            id: sheet

            columnSpacing: 72
            columns: view.portrait ? 1 : 2
            rowSpacing: 28
            width: Math.min(view.width - 2 * Theme.margin, view.portrait ? 984 : 1720)
            x: (view.width - width) / 2
            y: Math.max(24, (view.height - height) / 2)

            Column {
                spacing: 16
                width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.46

                Say {
                    align: Text.AlignHCenter
                    bold: true
                    size: view.portrait ? Theme.huge : Theme.title
                    width: parent.width
                    word: "idle_welcome"
                }
                Say {
                    align: Text.AlignHCenter
                    color: Theme.soft
                    size: Theme.heading
                    // staff know, and need the room for who waits; so do the doors in large type on a low screen
                    visible: !shell.desk && !view.low
                    width: parent.width
                    word: "idle_lead"
                }
                BigButton {
                    implicitHeight: Math.round(190 * Theme.grow)
                    look: "main"
                    objectName: "start"
                    picture: "hand"
                    size: Theme.huge
                    width: parent.width
                    word: "idle_start"

                    onClicked: view.model.start()
                }
                Row {
                    spacing: 20
                    width: parent.width

                    Repeater {
                        id: doors

                        model: [{ door: "ask", picture: "question", word: "idle_ask" }].concat(!shell.leaflets ? [] : [
                            { door: "guide", picture: "info", word: "idle_guide" },
                            { door: "papers", picture: "printer", word: "idle_papers" }
                        ])

                        Tile {
                            required property var modelData

                            height: Math.max(implicitHeight, view.low ? 0 : Math.round(210 * Theme.grow))
                            objectName: "door." + modelData.door
                            padding: 14
                            picture: modelData.picture
                            side: view.low ? 56 : Math.round(72 * Theme.grow)
                            width: (parent.width - (doors.count - 1) * parent.spacing) / doors.count
                            word: modelData.word

                            onClicked: view.model.open(modelData.door)
                        }
                    }
                }
                BigButton {
                    compact: true
                    objectName: "idle.queue"
                    picture: "people"
                    visible: shell.desk
                    width: parent.width
                    word: "waiting_title"

                    onClicked: shell.queue()
                }
            }
            Column {
                spacing: 24
                width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.54

                // what is lacking comes first, so that nobody is surprised by it later
                Panel {
                    border.color: Theme.doubt
                    color: Theme.doubtTint
                    padding: 20
                    spacing: 14
                    visible: view.model.without.length > 0
                    width: parent.width

                    Repeater {
                        model: view.model.without

                        Row {
                            id: lack

                            required property var modelData

                            spacing: 20
                            width: parent.width

                            Pictogram {
                                id: part

                                anchors.verticalCenter: parent.verticalCenter
                                color: Theme.doubt
                                name: lack.modelData.picture
                                side: Math.round(56 * Theme.grow)
                            }
                            Say {
                                color: Theme.doubt
                                size: Theme.small
                                width: parent.width - part.width - parent.spacing
                                word: lack.modelData.word
                            }
                        }
                    }
                }
                Panel {
                    spacing: 12
                    padding: 24
                    width: parent.width

                    Pair {
                        color: Theme.main
                        size: Theme.heading
                        width: parent.width
                        word: "idle_hall"
                    }
                    Fact {
                        value: Words.chinese ? shell.hall.address : shell.hall.addressEnglish
                        width: parent.width
                        word: "idle_address"
                    }
                    Fact {
                        strong: true
                        value: shell.hall.phone
                        width: parent.width
                        word: "idle_phone"
                    }
                    Fact {
                        value: Words.chinese ? shell.hall.hours : shell.hall.hoursEnglish
                        width: parent.width
                        word: "idle_hours"
                    }
                    Fact {
                        strong: true
                        value: shell.hall.supervisionPhone
                        width: parent.width
                        word: "idle_supervision"
                    }
                    Fact {
                        value: Words.filled(Words.main.idle_progress_how, [shell.hall.phone, shell.hall.progressUrl])
                        width: parent.width
                        word: "idle_progress"
                    }
                    Plain {
                        text: shell.hall.information
                        visible: text !== ""
                        width: parent.width
                    }
                }
            }
        }
    }
}

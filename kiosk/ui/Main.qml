import QtQuick
import kiosk.ui

// The whole screen: header, progress, the view of the present step, footer, and the sheets that may lie over them.
// The short side always counts 1080 design pixels, whatever the screen has.
Item {
    id: root

    // view-models by step, and "mishap"
    required property var models

    Rectangle {
        anchors.fill: parent
        color: Theme.ground
    }
    Item {
        id: stage
        objectName: "stage"

        // how many sheets lie over the rest
        property int sheets: 0

        readonly property real zoom: Math.max(0.1, Math.min(root.width, root.height) / 1080)
        readonly property bool portrait: width < height
        readonly property bool idle: shell.step === "idle"
        readonly property bool troubled: root.models.mishap.kind !== ""

        height: root.height / zoom
        scale: zoom
        transformOrigin: Item.TopLeft
        width: root.width / zoom

        Header {
            id: header

            portrait: stage.portrait
            toolsHeight: stage.portrait ? 0 : tools.height
            toolsWidth: stage.portrait ? 0 : tools.width
            width: parent.width
        }
        Rectangle {
            id: rail

            anchors { bottom: parent.bottom; left: parent.left; top: header.bottom }
            color: Theme.surface
            visible: footer.visible && !stage.portrait
            width: Math.round(290 * Theme.grow)

            Rectangle {
                anchors { bottom: parent.bottom; right: parent.right; top: parent.top }
                color: Theme.line
                width: Theme.border
            }
        }
        Progress {
            id: progress

            height: stage.portrait ? implicitHeight : Math.min(stage.height - header.height - footer.height - 36, 560 * Theme.grow)
            stage: shell.stage
            upright: !stage.portrait
            // large type makes the first screen longer than the window
            visible: shell.stage >= 0 && !stage.idle && !(stage.portrait && footer.page && footer.page.crowded === true)
            width: stage.portrait ? stage.width : rail.width
            y: header.height + (stage.portrait ? 0 : 12)
        }
        Item {
            id: body

            enabled: stage.sheets === 0
            // what a window has taken over is not to be read here meanwhile
            visible: !shell.locked

            anchors { bottom: stage.portrait && footer.visible ? footer.top : strip.visible ? strip.top : bar.visible ? bar.top : parent.bottom; left: rail.visible ? rail.right : parent.left; right: parent.right; top: stage.portrait && progress.visible ? progress.bottom : header.bottom }

            Loader {
                id: loader

                // A new step is a new view: what was typed into the old one is gone with it.
                function load() {
                    setSource(shell.source, { "model": root.models[shell.step] })
                }

                anchors.fill: parent
                visible: !stage.troubled

                Component.onCompleted: load()

                Connections {
                    target: shell

                    function onLeft() {
                        loader.setSource("")
                    }
                    function onStepChanged() {
                        staffSheet.visible = false
                        voiceSheet.visible = false
                        endSheet.visible = false
                        loader.load()
                    }
                }
            }
            Loader {
                id: trouble

                readonly property bool wanted: stage.troubled

                anchors.fill: parent

                onLoaded: item.manualAsked.connect(() => {
                    root.models.mishap.dismiss()
                    if (loader.item && loader.item.openManual)
                        loader.item.openManual()
                })
                onWantedChanged: wanted ? setSource("../views/MishapCard.qml", { "model": root.models.mishap }) : setSource("")
            }
        }
        KeyStrip {
            id: strip

            anchors { bottom: parent.bottom; left: rail.visible ? rail.right : parent.left; right: parent.right }
            visible: shell.desk && !stage.portrait
        }
        Footer {
            id: footer

            readonly property Item view: trouble.item ? trouble.item : loader.item

            anchors.bottom: bar.visible ? bar.top : parent.bottom
            backOffered: shell.backOffered && !stage.troubled
            enabled: stage.sheets === 0
            endOffered: shell.step !== "receipt" && shell.step !== "rating" && shell.step !== "attendant" && shell.step !== "waiting" && !stage.idle
            page: view && view.page ? view.page : null
            upright: !stage.portrait
            // large type makes the first screen longer than the window
            visible: !stage.idle || shell.large || root.models.idle.without.length > 0
            width: stage.portrait ? parent.width : rail.width

            onBack: if (!(loader.item && loader.item.back && loader.item.back())) shell.back()
            onEnd: endSheet.visible = true
        }
        // at the lower edge of a tall screen, within reach from a wheelchair (GB 55019: 400 to 1200 mm)
        Rectangle {
            id: bar

            anchors { bottom: parent.bottom; left: parent.left; right: parent.right }
            color: Theme.surface
            height: tools.height + 2 * 20
            visible: stage.portrait

            Rectangle {
                color: Theme.line
                height: Theme.border
                width: parent.width
            }
        }
        Tools {
            id: tools

            enabled: stage.sheets === 0
            parent: stage.portrait ? bar : header
            room: stage.portrait ? bar.width - 2 * Theme.margin : 0
            x: stage.portrait ? Theme.margin : header.width - width - Theme.margin
            y: stage.portrait ? 20 : (header.height - height) / 2

            onVoiceAsked: voiceSheet.visible = true
            onStaffCalled: {
                shell.callStaff()
                staffSheet.visible = true
            }
        }
        Sheet {
            id: staffSheet

            Pictogram {
                anchors.horizontalCenter: parent.horizontalCenter
                color: Theme.main
                name: "staff"
                side: 220
            }
            Say {
                align: Text.AlignHCenter
                bold: true
                size: Theme.title
                width: parent.width
                word: "staff_" + shell.help
            }
            Say {
                align: Text.AlignHCenter
                width: parent.width
                word: "staff_" + shell.help + "_text"
            }
            BigButton {
                look: "main"
                objectName: "staff.close"
                picture: "check"
                width: parent.width
                word: "staff_close"

                onClicked: staffSheet.visible = false
            }
        }
        VoiceSheet {
            id: voiceSheet
        }
        Sheet {
            id: endSheet

            Say {
                align: Text.AlignHCenter
                bold: true
                size: Theme.title
                width: parent.width
                word: "end_ask"
            }
            Say {
                align: Text.AlignHCenter
                width: parent.width
                word: "end_text"
            }
            BigButton {
                look: "main"
                objectName: "end.no"
                picture: "back"
                width: parent.width
                word: "end_no"

                onClicked: endSheet.visible = false
            }
            BigButton {
                look: "alarm"
                objectName: "end.yes"
                picture: "leave"
                width: parent.width
                word: "end_yes"

                onClicked: {
                    endSheet.visible = false
                    shell.abandon()
                }
            }
        }
        HandedSheet {
            visible: shell.locked
            z: 2
        }
        Sheet {
            visible: shell.stillThere > 0
            z: 2

            Say {
                align: Text.AlignHCenter
                bold: true
                size: Theme.title
                width: parent.width
                word: "still_ask"
            }
            Say {
                align: Text.AlignHCenter
                values: [shell.stillThere]
                width: parent.width
                word: "still_text"
            }
            BigButton {
                look: "main"
                objectName: "still.here"
                picture: "hand"
                width: parent.width
                word: "still_here"

                onClicked: shell.stay()
            }
        }
    }
}

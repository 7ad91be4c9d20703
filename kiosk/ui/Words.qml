pragma Singleton
import QtQuick

// The sentences of every screen in the language chosen (`main`) and the other one (`side`), which stands small beside it.
QtObject {
    readonly property var zh: shell.catalogue("zh")
    readonly property var en: shell.catalogue("en")
    readonly property bool chinese: shell.language === "zh"
    readonly property var main: chinese ? zh : en
    readonly property var side: chinese ? en : zh

    // "{0} of {1}" filled with the values given.
    function filled(sentence, values) {
        let text = sentence
        for (let n = 0; n < values.length; ++n)
            text = text.replace("{" + n + "}", values[n])
        return text
    }
}

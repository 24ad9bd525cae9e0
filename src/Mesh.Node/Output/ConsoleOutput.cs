using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mesh.Palette;
using Mesh.Palette.Api;

namespace Mesh.Node.Output;

/// <summary>Results on stdout: JSON, a drawn table on a terminal, or plain columns; problems as one line on stderr.</summary>
internal sealed class ConsoleOutput(bool isJson) : IPaletteOutput
{
    public void Write<T>(T value, JsonTypeInfo<T> type, Func<T, PaletteView> view)
    {
        if (isJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(value, type));
        else if (Console.IsOutputRedirected)
            PlainText.Write(Console.Out, view(value).Printable());
        else if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
            PlainText.Write(Console.Out, view(value).Printable(), Console.WindowWidth);
        else
            // Loads nothing of the terminal library unless there is a terminal.
            TerminalText.Write(view(value).Printable());
    }

    public void Fail(ApiProblem problem) => ErrorLine.Write("mesh", problem, isJson);
}

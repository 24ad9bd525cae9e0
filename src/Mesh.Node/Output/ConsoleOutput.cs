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
        else if (IsPlain())
            PlainText.Write(Console.Out, view(value));
        else
            TerminalText.Write(view(value));
    }

    public void Fail(ApiProblem problem) =>
        Console.Error.WriteLine($"mesh: {problem.Detail.ReplaceLineEndings(" ")}");

    /// <summary>Loads nothing of the terminal library unless there is a terminal.</summary>
    private static bool IsPlain() =>
        Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}

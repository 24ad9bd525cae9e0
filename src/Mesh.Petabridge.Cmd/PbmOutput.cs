using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Mesh.Palette;
using Mesh.Palette.Api;
using Petabridge.Cmd;

namespace Mesh.Pbm;

/// <summary>Sends results to pbm line by line, columns separated by bars as its own commands do.</summary>
internal sealed class PbmOutput(ICanTell client, IActorRef self) : IPaletteOutput
{
    /// <summary>Why the command failed; null: it did not.</summary>
    public string? Fault { get; private set; }

    public void Write<T>(T value, JsonTypeInfo<T> type, Func<T, PaletteView> view)
    {
        var shown = view(value).Printable();
        if (shown.Rows.Length > 0)
            Line(string.Join(" | ", shown.Columns));
        foreach (var row in shown.Rows)
            Line(string.Join(" | ", row));
        foreach (var line in shown.Lines)
            Line(line);
    }

    public void Fail(ApiProblem problem) => Fault = PrintableText.Of(problem.Detail);

    private void Line(string text) => client.Tell(new CommandResponse(text, false), self);
}

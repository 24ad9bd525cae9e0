using System.Text.Json.Serialization.Metadata;
using Mesh.Palette.Api;

namespace Mesh.Palette;

/// <summary>One run of a command.</summary>
public sealed record PaletteCall(
    IMeshApi Api, PaletteInput Input, IPaletteOutput Output, CancellationToken Cancellation)
{
    /// <summary>By which commands that go on pause before they ask anew; null: they end with what they ask.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Writes a reply; the exit code is for done, or what the problem asks for.</summary>
    internal int Finish<T>(ApiReply<T> reply, JsonTypeInfo<T> type, Func<T, PaletteView> view)
        where T : class
    {
        if (!reply.IsDone)
            return Fail(reply.Problem);
        Output.Write(reply.Value, type, view);
        return PaletteExit.Done;
    }

    internal int Fail(ApiProblem problem)
    {
        Output.Fail(problem);
        return PaletteExit.Of(problem);
    }
}

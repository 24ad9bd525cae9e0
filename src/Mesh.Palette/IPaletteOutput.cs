using System.Text.Json.Serialization.Metadata;
using Mesh.Palette.Api;

namespace Mesh.Palette;

/// <summary>Where a command writes to. Commands that go on write many results.</summary>
public interface IPaletteOutput
{
    /// <summary>A result, as JSON or as people read it: whichever was asked for.</summary>
    void Write<T>(T value, JsonTypeInfo<T> type, Func<T, PaletteView> view);

    void Fail(ApiProblem problem);
}

namespace Mesh.Dashboard.Models;

/// <summary>Which changes are listed.</summary>
/// <param name="Text">Part of the service, the id or of what happened.</param>
/// <param name="IsTroubleOnly">Leaves out what asks for no attention.</param>
internal sealed record ChangeFilter(string Text, bool IsTroubleOnly)
{
    public static readonly ChangeFilter None = new("", false);

    public bool Matches(ChangeLine line) =>
        (!IsTroubleOnly || line.Tone is Tone.Notice or Tone.Bad)
        && (Text.Length == 0
            || line.Service.Contains(Text, StringComparison.OrdinalIgnoreCase)
            || line.Id.Contains(Text, StringComparison.OrdinalIgnoreCase)
            || line.What.Contains(Text, StringComparison.OrdinalIgnoreCase));
}

using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;

namespace Mesh.Palette.Commands;

/// <summary>The arguments that several commands take.</summary>
internal static class CommandArguments
{
    public static readonly PaletteArgument Service = new("service", "The name of the service")
    {
        IsPositional = true,
        IsMandatory = true,
        ValueName = "SERVICE",
    };

    public static readonly PaletteArgument Id = new("id", "The id of the instance within its service")
    {
        IsPositional = true,
        IsMandatory = true,
        ValueName = "ID",
    };

    /// <summary>Who gives an order for what he has registered does not mean what somebody else has since.</summary>
    public static readonly PaletteArgument Claim = Text("claim", "Only while it is registered under this claim, as register answers it", "N");

    /// <summary>False: it is no claim, which was said; the command ends with this exit code.</summary>
    /// <param name="claim">As If-Match has it; null: none is asked for.</param>
    public static bool TryClaim(PaletteCall call, out string? claim, out int exit)
    {
        var faults = new List<InvalidField>();
        claim = FieldText.Number(Claim.Name, call.Input.Optional(Claim.Name), 1, long.MaxValue, faults) is { } wanted ? ClaimTag.Of(wanted) : null;
        exit = faults.Count == 0 ? PaletteExit.Done : call.Fail(ApiProblems.Invalid(faults));
        return faults.Count == 0;
    }

    public static PaletteArgument Text(string name, string description, string valueName = "TEXT") =>
        new(name, description) { ValueName = valueName };

    public static PaletteArgument Many(string name, string description, string valueName) =>
        new(name, description) { ValueName = valueName, AllowMultiple = true };

    public static PaletteArgument Flag(string name, string description) => new(name, description) { IsFlag = true };
}

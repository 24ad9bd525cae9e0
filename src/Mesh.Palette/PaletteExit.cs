using Mesh.Palette.Api;

namespace Mesh.Palette;

/// <summary>How commands end.</summary>
public static class PaletteExit
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Usage = 2;

    public static int Of(ApiProblem problem) => problem.Type == ApiProblems.InvalidInput ? Usage : Refused;
}

namespace Mesh.Palette.Api;

/// <summary>A watch that could not begin or go on; the problem says why.</summary>
public sealed class MeshApiException(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem { get; } = problem;
}

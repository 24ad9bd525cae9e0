using System.Diagnostics.CodeAnalysis;

namespace Mesh.Palette.Api;

/// <summary>The answer to an operation: a value or a problem.</summary>
public sealed class ApiReply<T>
    where T : class
{
    private ApiReply(T? value, ApiProblem? problem)
    {
        Value = value;
        Problem = problem;
    }

    public T? Value { get; }

    public ApiProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsDone => Value is not null;

    public static ApiReply<T> Of(T value) => new(value, null);

    public static ApiReply<T> Of(ApiProblem problem) => new(null, problem);
}

using System.Text.Json;
using Mesh.Catalog;
using Mesh.Palette.Api;

namespace Mesh.Node.Http.Answers;

/// <summary>From a fault in JSON to the problem that names the field, free of CLR names.</summary>
internal static class JsonFaultMapping
{
    public static ApiProblem ToProblem(JsonException fault, bool isEmpty)
    {
        if (isEmpty)
            return ApiProblems.Invalid("body", "", "is required, a JSON object");
        var field = Field(fault.Path);
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return ApiProblems.Invalid(field, "", "is not a field that is known here");
        if (fault.Message.Contains("uplicate", StringComparison.Ordinal))
            return ApiProblems.Invalid(field, "", "must be given once");
        return fault.InnerException is JsonException or null && !IsConversion(fault)
            ? ApiProblems.Invalid("body", "", $"must be JSON, fails at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}")
            : ApiProblems.Invalid(field, "", "has a value of the wrong kind");
    }

    private static bool IsConversion(JsonException fault) =>
        fault.Message.Contains("could not be converted", StringComparison.Ordinal);

    /// <summary>"$.check.tcp" is the field "check.tcp".</summary>
    private static string Field(string? path) => path switch
    {
        null or "" or "$" => "body",
        _ when path.StartsWith("$.", StringComparison.Ordinal) => ShortText.Of(path[2..]),
        _ => ShortText.Of(path.TrimStart('$')),
    };
}

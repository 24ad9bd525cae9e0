using System.Text.Json;
using Mesh.Palette;
using Mesh.Palette.Api;

namespace Mesh.Node.Output;

/// <summary>Why a command ends, in one line on stderr: for people, or the problem in JSON.</summary>
internal static class ErrorLine
{
    /// <param name="who">The program and its command, such as "mesh node".</param>
    public static void Write(string who, ApiProblem problem, bool isJson) => Write(Of(who, problem, isJson));

    /// <summary>A reason that is neither the user's fault nor a node's answer.</summary>
    public static void Write(string who, string reason, bool isJson) => Write(who, ApiProblems.NotNow(reason), isJson);

    public static string Of(string who, ApiProblem problem, bool isJson) => isJson
        ? JsonSerializer.Serialize(problem, ApiJson.Wire.ApiProblem)
        : $"{who}: {PrintableText.Of(problem.Detail.ReplaceLineEndings(" "))}";

    private static void Write(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
            // The exit code says it too, and there is no other place.
        }
    }
}

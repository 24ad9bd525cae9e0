using System.Text.Json.Serialization;
using Mesh.Catalog;

namespace Mesh.Palette.Api;

/// <summary>Why something was refused, in the form of RFC 9457.</summary>
/// <param name="Type">A name that programs can rely on, see <see cref="ApiProblems"/>.</param>
/// <param name="Errors">Each fault of the input: field, value, bound.</param>
public sealed record ApiProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<InvalidField>? Errors = null);

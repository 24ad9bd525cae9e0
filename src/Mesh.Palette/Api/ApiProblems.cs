using Mesh.Catalog;

namespace Mesh.Palette.Api;

/// <summary>The problems that the API answers with.</summary>
public static class ApiProblems
{
    public const string InvalidInput = "urn:mesh:problem:invalid-input";
    public const string NotFound = "urn:mesh:problem:not-found";
    public const string TooLarge = "urn:mesh:problem:too-large";
    public const string ClaimMismatch = "urn:mesh:problem:claim-mismatch";
    public const string Alive = "urn:mesh:problem:node-alive";
    public const string OtherMesh = "urn:mesh:problem:other-mesh";
    public const string Unavailable = "urn:mesh:problem:unavailable";
    public const string NotAllowed = "urn:mesh:problem:not-allowed";
    public const string Unexpected = "urn:mesh:problem:unexpected";

    public static ApiProblem Invalid(IEnumerable<InvalidField> faults)
    {
        var errors = faults.ToArray();
        return new(InvalidInput, "Invalid input", 400, string.Join("; ", errors.Select(Say)), errors);
    }

    public static ApiProblem Invalid(string field, string value, string bound) =>
        Invalid([new InvalidField(field, ShortText.Of(value), bound)]);

    /// <summary>What a command line says cannot be.</summary>
    public static ApiProblem Usage(string detail) => new(InvalidInput, "Invalid input", 400, detail);

    /// <summary>The instance was registered anew since; the fault names the claim that was asked for and the present one.</summary>
    public static ApiProblem Mismatch(InvalidField fault) =>
        new(ClaimMismatch, "Registered anew since", 412, fault.ToString(), [fault]);

    public static ApiProblem NodeAlive(string address) =>
        new(Alive, "Node is alive", 409, $"{address} is a member that answers; it can be asked to leave");

    /// <summary>Its names are people's, and they may mean it.</summary>
    public static ApiProblem SnapshotOfOther(string mesh, string here) => new(
        OtherMesh,
        "Snapshot of another mesh",
        409,
        $"the snapshot is of the mesh '{mesh}', and this is '{here}'; to load it all the same, say so by other-mesh (--other-mesh, ?other-mesh=true)");

    public static ApiProblem Missing(string detail) => new(NotFound, "Not found", 404, detail);

    public static ApiProblem BodyTooLarge(int bound) =>
        new(TooLarge, "Body too large", 413, $"body: must have at most {bound} bytes");

    /// <param name="status">401 without a known token, 403 with one that does not allow it.</param>
    public static ApiProblem Denied(int status, string detail) => new(NotAllowed, "Not allowed", status, detail);

    public static ApiProblem NotNow(string reason) => new(Unavailable, "Unavailable", 503, reason);

    private static string Say(InvalidField fault) =>
        fault.Value.Length == 0 ? $"{fault.Field}: {fault.Bound}" : fault.ToString();
}

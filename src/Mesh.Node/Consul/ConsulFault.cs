namespace Mesh.Node.Consul;

/// <summary>An error as Consul answers it: a status and a line of text.</summary>
internal sealed record ConsulFault(int Status, string Text)
{
    public static ConsulFault Invalid(string text) => new(StatusCodes.Status400BadRequest, text);
}

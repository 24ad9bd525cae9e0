namespace Mesh.Dashboard.Models;

internal enum ServiceSort
{
    Name,

    /// <summary>What is in trouble first.</summary>
    Trouble,

    /// <summary>Most instances first.</summary>
    Size,

    /// <summary>What changed last first.</summary>
    Recent,
}

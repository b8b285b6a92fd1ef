#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace parlance {

/// A key, token or password: not copied, compared, logged or formatted by accident; wiped at the
/// end. A vector, not a string: moving a short string leaves its bytes behind.
class secret {
public:
    explicit secret(std::string&& text) : bytes_(text.begin(), text.end()) { wipe(text); }
    secret(secret&&) noexcept = default;
    secret(const secret&) = delete;
    secret& operator=(secret&&) = delete;
    secret& operator=(const secret&) = delete;
    ~secret() { wipe(bytes_); }

    /// The only way out, named so that a review can find every use.
    [[nodiscard]] std::string_view reveal() const { return {bytes_.data(), bytes_.size()}; }

private:
    template <class Bytes>
    static void wipe(Bytes& bytes)
    {
        // Through volatile: the optimiser may not drop it.
        volatile char* at = bytes.data();
        for (std::size_t left = bytes.size(); left > 0; --left) *at++ = 0;
    }
    std::vector<char> bytes_;
};

std::ostream& operator<<(std::ostream&, const secret&) = delete;

}  // namespace parlance

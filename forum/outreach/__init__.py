"""What reaches members and the public: notifications, live pages, later mail and feeds."""
